//! What the reports of the demo say, in Markdown.

use super::dice::Dice;

const TITLES: &[&str] = &[
    "What the learning rate did",
    "Weekly results",
    "Ablation: does the warm-up matter?",
    "Why the loss jumped at step 40k",
    "Comparison with the baseline",
    "Data mix, second attempt",
    "Post-mortem of the failed sweep",
    "Candidates for production",
];

const FINDINGS: &[&str] = &[
    "The new setting is better on most tasks and **never worse by more than the noise**.",
    "The difference is *within the noise* for all but the longest runs.",
    "The jump was ours: a shard of the data was read twice. With it gone, the curve is smooth.",
    "Warm-up helps, but 500 steps do as well as 5,000.",
];

const NEXT: &[&str] = &[
    "- [ ] Repeat it with three seeds before anybody relies on it.\n- [ ] Ask the data team about the third shard.\n",
    "- [x] Rerun on the fixed data\n- [ ] Agree on the metric that decides\n- [ ] Write it up\n",
    "1. Take the smaller model.\n2. Distill it again at half the rate.\n3. Measure on device.\n",
];

pub fn title(dice: &mut Dice) -> String {
    dice.pick(TITLES).to_owned()
}

/// A report of a page or so: what was found, numbers, how to do it again, what comes next.
pub fn body(dice: &mut Dice) -> String {
    let (base, gain) = (dice.between(6000, 7900), dice.between(10, 400));
    let percent = |value: i64| format!("{}.{:02}", value / 100, value % 100);
    let (before, after) = (percent(base), percent(base + gain));
    format!(
        "# Summary\n\n{finding}\n\n## Numbers\n\n| Setting | Accuracy, % | Seeds |\n|---|---:|---:|\n| baseline | {before} | 3 |\n| new | **{after}** | 3 |\n\n> All runs used the validation set of {month}.\n\n## How to do it again\n\n```sh\npython train.py --config configs/{config}.yaml --seed {seed}\n```\n\n## Next\n\n{next}",
        finding = dice.pick(FINDINGS),
        month = dice.pick(&["September", "October", "November"]),
        config = dice.pick(&["base", "warmup-500", "mix-v2", "long-8k"]),
        seed = dice.below(100),
        next = dice.pick(NEXT),
    )
}

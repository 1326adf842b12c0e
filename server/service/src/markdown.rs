//! Markdown becomes markup that can do no harm. What comes out is made of a short list of elements, whatever went in.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use domain::project::Html;
use pulldown_cmark::{Event, Options, Parser, html};

const ELEMENTS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Pictures come from this server alone, which the page's policy says too.
const SCHEMES: &[&str] = &["http", "https", "mailto"];

/// Nobody writes quotes in quotes in lists as deep as this.
const DEEPEST: u32 = 50;

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let attributes: [(&str, &[&str]); 6] = [
        ("a", &["href", "title"]),
        ("img", &["src", "alt", "title"]),
        ("input", &["type", "checked", "disabled"]),
        ("ol", &["start"]),
        ("td", &["align"]),
        ("th", &["align"]),
    ];
    let attributes: HashMap<_, HashSet<_>> =
        attributes.into_iter().map(|(tag, names)| (tag, names.iter().copied().collect())).collect();
    let mut builder = Builder::empty();
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .tag_attributes(attributes)
        .tag_attribute_values(HashMap::from([("input", HashMap::from([("type", HashSet::from(["checkbox"]))]))]))
        .set_tag_attribute_value("input", "disabled", "")
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "aria-label", "Done")
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::PassThrough)
        // "external" tells the router of the page to leave links to the browser: they may lead to a file, or out.
        .link_rel(Some("nofollow noopener noreferrer external"));
    builder
});

/// Renders what somebody wrote, who may mean harm: no script, no style, no form, no foreign frame comes through, and no
/// address but of the web or of a mailbox.
pub fn render(text: &str) -> Html {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut markup = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut markup, shallow(Parser::new_ext(text, options)));
    Html::sanitised(SANITISER.clean(&markup).to_string())
}

/// The same without what is nested deeper than [`DEEPEST`]; the text in it stays. A sanitiser takes the square of the
/// depth.
fn shallow<'a>(events: impl Iterator<Item = Event<'a>>) -> impl Iterator<Item = Event<'a>> {
    let mut depth = 0_u32;
    events.filter(move |event| match event {
        Event::Start(_) => {
            depth += 1;
            depth <= DEEPEST
        }
        Event::End(_) => {
            depth -= 1;
            depth < DEEPEST
        }
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        render(text).into_string()
    }

    #[test]
    fn what_people_write_comes_out_as_they_mean_it() {
        assert_eq!(
            rendered("# Title\n\n*a* **b** ~~c~~ `d`").trim(),
            "<h1>Title</h1>\n<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>"
        );
        assert_eq!(rendered("| a | b |\n|---|--:|\n| 1 | 2 |").matches("<td").count(), 2);
        let task = rendered("- [x] done");
        for part in ["<input ", r#"disabled="""#, r#"type="checkbox""#, r#"checked="""#, r#"aria-label="Done""#] {
            assert!(task.contains(part), "{task}");
        }
        assert!(rendered("```sh\nls <dir>\n```").contains("<pre><code>ls &lt;dir&gt;"));
        assert_eq!(
            rendered("[here](https://example.com/?a=1&b=2 \"t\")").trim(),
            r#"<p><a href="https://example.com/?a=1&amp;b=2" title="t" rel="nofollow noopener noreferrer external">here</a></p>"#
        );
        assert!(rendered("[up](/vision/reports)").contains(r#"href="/vision/reports""#));
        assert_eq!(rendered(""), "");
    }

    #[test]
    fn no_hostile_input_becomes_anything_that_acts() {
        let hostile = [
            "<script>alert(1)</script>",
            "<ScRiPt src=//evil.example/x.js></sCrIpT>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java\tscript:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](<javascript:alert(1)>)",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox(1))",
            "![x](data:image/svg+xml;base64,PHN2Zz4=)",
            "![x](javascript:alert(1))",
            "<javascript:alert(1)>",
            "<iframe src=https://evil.example></iframe>",
            "<object data=x></object><embed src=x>",
            "<form action=/api/fn/sign_out method=post><button formaction=/x>Go</button></form>",
            "<input type=text name=q autofocus onfocus=alert(1)>",
            "<a href=\"javascript:alert(1)\" onclick=\"alert(1)\" style=\"position:fixed\" id=content class=button>x</a>",
            "<style>*{display:none}</style><link rel=stylesheet href=//evil.example>",
            "<base href=//evil.example><meta http-equiv=refresh content=0>",
            "<p style=\"background:url(javascript:alert(1))\" title='x' onmouseover='alert(1)'>x</p>",
            "```\"><script>alert(1)</script>\n```",
            "# <img src=x onerror=alert(1)>",
            "| <script>alert(1)</script> |\n|---|",
            "<details open ontoggle=alert(1)><template shadowrootmode=open></template>",
            "a\u{0}<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
        ];

        for text in hostile {
            let markup = rendered(text);
            let elements = markup.replace("&lt;", "").to_lowercase();
            for tag in elements.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap();
                let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
                assert!(ELEMENTS.contains(&name), "{text} became {markup}");
                for harm in
                    ["javascript:", "data:", "vbscript:", " on", "style=", "id=", "class=", "name=", "formaction"]
                {
                    assert!(!tag.contains(harm), "{text} became {markup}");
                }
                assert!(name != "input" || tag.contains(r#"type="checkbox""#) && tag.contains("disabled"), "{markup}");
            }
        }
    }

    #[test]
    fn what_is_nested_deeper_than_anybody_writes_is_flat() {
        let deep = format!("{} the end", ">".repeat(50_000));

        let markup = render(&deep).into_string();

        assert_eq!(markup.matches("<blockquote>").count(), 50);
        assert_eq!(markup.matches("</blockquote>").count(), 50);
        assert!(markup.contains("the end"));
    }

    #[test]
    fn a_heap_of_markup_comes_out_as_text() {
        for text in ["*a ".repeat(60_000), "[".repeat(100_000)] {
            let markup = render(&text).into_string();

            assert!(markup.contains(text.trim_end()), "{}", &markup[..200]);
        }
    }
}

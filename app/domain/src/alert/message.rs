//! How an alert reads: as a mail, in a chat, and for a program.

use serde_json::{Value, json};

use crate::run::{AlertLevel, RunEvent, duration_words};
use crate::time::Timestamp;

/// What happened to a run, and all that is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    pub event: RunEvent,
    pub team: String,
    pub project: String,
    /// The run's part of the address.
    pub run: String,
    pub display_name: String,
    pub author: String,
    /// Where its page is.
    pub url: String,
    pub began: Timestamp,
    pub at: Timestamp,
    /// For how long it has run, in milliseconds.
    pub lasted: i64,
}

/// What a destination is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message<'a> {
    Of(&'a Happening),
    /// An admin of this team tries whether alerts arrive.
    Test {
        team: &'a str,
        at: Timestamp,
    },
}

impl Happening {
    /// As in "Run calm-wave-7 failed in vision/baseline". It is the subject of a mail.
    pub fn subject(&self) -> String {
        let Self { display_name, team, project, .. } = self;
        match &self.event {
            RunEvent::Finished => format!("Run {display_name} finished in {team}/{project}"),
            RunEvent::Failed => format!("Run {display_name} failed in {team}/{project}"),
            RunEvent::Crashed => format!("Run {display_name} crashed in {team}/{project}"),
            RunEvent::Alert { title, level, .. } => {
                format!("{} from run {display_name} in {team}/{project}: {title}", level_word(*level))
            }
        }
    }

    /// What a mail to the author says.
    pub fn mail(&self, settings_url: &str) -> String {
        let Self { display_name, team, project, author, url, .. } = self;
        let lasted = duration_words(self.lasted);
        let first = match &self.event {
            RunEvent::Finished => format!("{display_name} finished after {lasted}."),
            RunEvent::Failed => format!("{display_name} failed after {lasted}."),
            RunEvent::Crashed => {
                format!("{display_name} crashed: nothing was heard from it any more. It had run for {lasted}.")
            }
            RunEvent::Alert { title, text, .. } if text.is_empty() => format!("{title}\n\nSaid after {lasted}."),
            RunEvent::Alert { title, text, .. } => format!("{title}\n\n{text}\n\nSaid after {lasted}."),
        };
        let began = self.began.exact();
        format!(
            "{first}\n\nOpen the run:\n{url}\n\nProject: {team}/{project}\nAuthor: {author}\nBegan: {began}\n\nYou get this mail because the run is yours. Which alerts are mailed, the admins of {team} decide:\n{settings_url}\n"
        )
    }
}

const fn level_word(level: AlertLevel) -> &'static str {
    match level {
        AlertLevel::Info => "Alert",
        AlertLevel::Warn => "Warning",
        AlertLevel::Error => "Error",
    }
}

impl Message<'_> {
    /// In the language of Slack's incoming webhooks, which others speak as well.
    pub fn slack(&self) -> Value {
        let text = match self {
            Self::Test { team, .. } => {
                format!("*Test from Rollcall*\nAlerts of the team {} arrive here.", slack_escaped(team))
            }
            Self::Of(it) => slack_text(it),
        };
        json!({ "text": text, "unfurl_links": false })
    }

    /// For a program, by the Standard Webhooks specification: what kind of event, when, and what of it.
    pub fn webhook(&self) -> Value {
        match self {
            Self::Test { team, at } => {
                json!({ "type": "test", "timestamp": at.rfc3339(), "data": { "team": team } })
            }
            Self::Of(it) => json!({
                "type": format!("run.{}", it.event.kind()),
                "timestamp": it.at.rfc3339(),
                "data": {
                    "team": it.team,
                    "project": it.project,
                    "run": {
                        "name": it.run,
                        "display_name": it.display_name,
                        "url": it.url,
                        "author": it.author,
                        "began": it.began.rfc3339(),
                        "lasted_seconds": it.lasted / 1000,
                    },
                    "alert": alert(&it.event),
                },
            }),
        }
    }
}

fn alert(event: &RunEvent) -> Value {
    match event {
        RunEvent::Alert { title, text, level } => json!({ "title": title, "text": text, "level": level }),
        RunEvent::Finished | RunEvent::Failed | RunEvent::Crashed => Value::Null,
    }
}

fn slack_text(it: &Happening) -> String {
    let lasted = duration_words(it.lasted);
    let link = format!("<{}|{}>", it.url, slack_escaped(&it.display_name));
    let [team, project, author] = [&it.team, &it.project, &it.author].map(|text| slack_escaped(text));
    let verb = match &it.event {
        RunEvent::Finished => "finished",
        RunEvent::Failed => "failed",
        RunEvent::Crashed => "crashed",
        RunEvent::Alert { title, text, level } => {
            let (title, text) = (slack_escaped(title), slack_escaped(text));
            let text = if text.is_empty() { text } else { format!("{text}\n") };
            return format!(
                "*{}: {title}*\n{text}Run {link} in {team}/{project}, by {author}, after {lasted}",
                level_word(*level)
            );
        }
    };
    format!("*Run {link} {verb}* in {team}/{project}\nBy {author}, after {lasted}")
}

/// Text that is nothing but text there: no link, and nobody is called by it.
fn slack_escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('@', "@\u{200b}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn happening(event: RunEvent) -> Happening {
        Happening {
            event,
            team: "vision".to_owned(),
            project: "baseline".to_owned(),
            run: "a1b2".to_owned(),
            display_name: "calm-wave-7".to_owned(),
            author: "Ada Okafor".to_owned(),
            url: "https://roll.example/vision/baseline/runs/a1b2".to_owned(),
            began: Timestamp(1_795_435_200_000),
            at: Timestamp(1_795_435_925_000),
            lasted: 725_000,
        }
    }

    fn said(level: AlertLevel) -> Happening {
        happening(RunEvent::alert("Loss is NaN", "at step 12", level).unwrap())
    }

    #[test]
    fn a_subject_says_what_happened_to_what_and_where() {
        assert_eq!(happening(RunEvent::Failed).subject(), "Run calm-wave-7 failed in vision/baseline");
        assert_eq!(said(AlertLevel::Info).subject(), "Alert from run calm-wave-7 in vision/baseline: Loss is NaN");
        assert!(said(AlertLevel::Warn).subject().starts_with("Warning from run"));
    }

    #[test]
    fn a_mail_leads_to_the_run_and_says_how_long_it_took_and_whose_it_is() {
        let mail = happening(RunEvent::Failed).mail("https://roll.example/vision/settings/alerts");

        for told in [
            "calm-wave-7 failed after 12 min 5 s.",
            "https://roll.example/vision/baseline/runs/a1b2\n",
            "Project: vision/baseline",
            "Author: Ada Okafor",
            "Began: 23 Nov 2026, 12:00 UTC",
            "https://roll.example/vision/settings/alerts\n",
        ] {
            assert!(mail.contains(told), "{told}: {mail}");
        }
        assert!(said(AlertLevel::Error).mail("").starts_with("Loss is NaN\n\nat step 12\n\nSaid after 12 min 5 s."));
    }

    #[test]
    fn in_a_chat_words_of_others_are_words_only() {
        let hostile = Happening {
            display_name: "<!channel> <https://evil.example|x> @here".to_owned(),
            ..happening(RunEvent::Crashed)
        };

        let text = Message::Of(&hostile).slack()["text"].as_str().unwrap().to_owned();

        assert!(!text.contains("<!") && !text.contains("<https://evil") && !text.contains("@here"), "{text}");
        assert!(text.contains("<https://roll.example/vision/baseline/runs/a1b2|&lt;!channel&gt;"), "{text}");
        let told = Message::Of(&said(AlertLevel::Error)).slack()["text"].as_str().unwrap().to_owned();
        assert!(told.starts_with("*Error: Loss is NaN*\nat step 12\nRun <https://"), "{told}");
    }

    #[test]
    fn a_program_is_told_the_kind_the_time_and_the_run() {
        let told = Message::Of(&happening(RunEvent::Failed)).webhook();

        assert_eq!((&told["type"], &told["timestamp"]), (&json!("run.failed"), &json!("2026-11-23T12:12:05.000Z")));
        assert_eq!(told["data"]["run"]["lasted_seconds"], 725);
        assert_eq!(told["data"]["alert"], Value::Null);
        let said = Message::Of(&said(AlertLevel::Warn)).webhook();
        assert_eq!(said["data"]["alert"], json!({ "title": "Loss is NaN", "text": "at step 12", "level": "warn" }));
        let test = Message::Test { team: "vision", at: Timestamp(0) }.webhook();
        assert_eq!((&test["type"], &test["data"]["team"]), (&json!("test"), &json!("vision")));
    }
}

//! The document as a page, for whoever reads instead of running. It needs no script.

use std::fmt::Write;

use serde_json::{Map, Value};

/// What the page looks like: the site's own colours and sizes, and what it does with them.
pub const STYLE: &str = concat!(include_str!("../../../style/tokens.css"), include_str!("docs.css"));

/// The page that says what `document` says.
pub fn page(document: &Value) -> String {
    let (base, mut tags, mut sections) = (text(&document["servers"][0]["url"]), Vec::new(), Vec::<String>::new());
    for (path, method, told) in operations(document) {
        let tag = text(&told["tags"][0]).to_owned();
        let at = tags.iter().position(|it| *it == tag).unwrap_or_else(|| {
            sections.push(format!("<h2 id=\"{0}\">{0}</h2>", escaped(&tag)));
            tags.push(tag);
            sections.len() - 1
        });
        sections[at].push_str(&operation(&format!("{base}{path}"), method, told));
    }
    let links = each(&tags, |it| format!("<li><a href=\"#{0}\">{0}</a></li>", escaped(it)));
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>API · Rollcall</title>\
         <link rel=\"stylesheet\" href=\"/api/docs.css\"></head><body><main><h1>The API of Rollcall</h1><p>{}</p>\
         <p>The same for programs: <a href=\"/api/openapi.json\">openapi.json</a></p>\
         <nav aria-label=\"Contents\"><ul>{links}<li><a href=\"#schemas\">schemas</a></li></ul></nav>{}\
         <h2 id=\"schemas\">schemas</h2>{}</main></body></html>\n",
        words(&document["info"]["description"]),
        sections.concat(),
        schemas(&document["components"]["schemas"]),
    )
}

fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    entries(&document["paths"])
        .flat_map(|(path, item)| entries(item).map(move |(method, told)| (path.as_str(), method.as_str(), told)))
}

fn operation(path: &str, method: &str, told: &Value) -> String {
    let mut page = format!(
        "<article id=\"{}\"><h3><span class=\"method\">{}</span> <code>{}</code></h3><p>{}</p>",
        escaped(&format!("{method}{path}")),
        escaped(&method.to_uppercase()),
        escaped(path),
        words(&told["summary"]),
    );
    let parameters = told["parameters"].as_array().into_iter().flatten();
    let rows: Vec<[String; 4]> = parameters.map(parameter).collect();
    page.push_str(&table("Parameters", ["Name", "In", "Value", "What it is"], &rows));
    if let Some(body) = told.get("requestBody") {
        let _ = write!(page, "<h4>Body</h4><p>{}</p>", content(body));
    }
    let answers = entries(&told["responses"]).map(|(status, it)| {
        let status = if status == "default" { "else" } else { status };
        [escaped(status), content(it), words(&it["description"])]
    });
    page.push_str(&table("Answers", ["Status", "Body", "What it says"], &answers.collect::<Vec<_>>()));
    page + "</article>"
}

fn parameter(it: &Value) -> [String; 4] {
    let name = format!("<code>{}</code>", words(&it["name"]));
    [name, words(&it["in"]), kind(&it["schema"]), words(&it["description"])]
}

fn content(of: &Value) -> String {
    entries(&of["content"]).map(|(_, it)| kind(&it["schema"])).collect::<Vec<_>>().join(" or ")
}

fn schemas(all: &Value) -> String {
    let one = |(name, schema): (&String, &Value)| {
        format!(
            "<article id=\"schema-{0}\"><h3>{0}</h3><p>{1}</p>{2}</article>",
            escaped(name),
            words(&schema["description"]),
            parts(schema)
        )
    };
    entries(all).map(one).collect()
}

/// The fields of a schema, and of those that it is made of.
fn parts(schema: &Value) -> String {
    let fields: Vec<[String; 3]> = entries(&schema["properties"])
        .map(|(name, it)| [format!("<code>{}</code>", escaped(name)), kind(it), words(&it["description"])])
        .collect();
    if !fields.is_empty() {
        return table("Fields", ["Name", "Value", "What it is"], &fields);
    }
    let made_of: Vec<&Value> = ["allOf", "oneOf"].iter().filter_map(|it| schema[*it].as_array()).flatten().collect();
    if made_of.is_empty() {
        return format!("<p>{}</p>", kind(schema));
    }
    made_of.into_iter().map(parts).collect()
}

/// What a value is, in a few words.
fn kind(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\">{0}</a>", escaped(name));
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.iter().map(|it| format!("<code>{}</code>", words(it))).collect::<Vec<_>>().join(", ");
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        return choices.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(of) = schema.get("items") {
        return format!("list of {}", kind(of));
    }
    let types = schema["type"].as_array().map_or(std::slice::from_ref(&schema["type"]), Vec::as_slice);
    let names = types.iter().map(words).collect::<Vec<_>>().join(" or ");
    schema["format"].as_str().map_or(names.clone(), |format| format!("{names} ({})", escaped(format)))
}

/// Nothing where there are no rows.
fn table<const N: usize>(title: &str, head: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let body = each(rows, |row| format!("<tr>{}</tr>", each(row, |it| format!("<td>{it}</td>"))));
    let head = each(head, |it| format!("<th scope=\"col\">{it}</th>"));
    format!(
        "<h4>{title}</h4><div class=\"scroll\"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
}

/// What `show` makes of each, one after the other.
fn each<T>(items: impl IntoIterator<Item = T>, show: impl Fn(T) -> String) -> String {
    items.into_iter().map(show).collect()
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flat_map(Map::iter)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A text of the document, as it may stand in a page.
fn words(value: &Value) -> String {
    escaped(text(value))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_document_does_not_act_in_the_page() {
        let document = serde_json::json!({
            "info": { "description": "<script>1</script>" },
            "paths": { "/\"><b>": { "get": { "tags": ["<i>"], "summary": "a & b" } } },
            "components": { "schemas": { "<u>": { "type": "string", "description": "<s>" } } },
        });

        let page = page(&document);

        for harm in ["<script", "<b>", "<i>", "<u>", "<s>"] {
            assert!(!page.contains(harm), "{harm}: {page}");
        }
        assert!(page.contains("a &amp; b"));
    }
}

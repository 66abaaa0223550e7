//! A site that opens from a folder, without a server: links name the files that a server would send.

use super::SiteTree;

/// What a server sends for a folder.
const INDEX: &str = "index.html";

/// Puts `index.html` behind each link of the pages that leads to a folder of the site.
pub fn name_index_files(tree: &mut SiteTree) {
    for (route, file) in tree.iter_mut() {
        // Hosts alone show the other one, at any address.
        if route.file().ends_with(".html") && route.as_str() != "404.html" {
            let html = String::from_utf8_lossy(&file.bytes);
            file.bytes = named(&html).into_bytes();
        }
    }
}

fn named(html: &str) -> String {
    const ATTRIBUTE: &str = " href=\"";
    let mut written = String::with_capacity(html.len() + html.len() / 64);
    let mut rest = html;
    while let Some(at) = rest.find(ATTRIBUTE) {
        let (before, behind) = rest.split_at(at + ATTRIBUTE.len());
        written.push_str(before);
        // Not what is only told of in a text.
        if written
            .rfind(['<', '>'])
            .is_some_and(|at| written.as_bytes()[at] == b'>')
        {
            rest = behind;
            continue;
        }
        let end = behind.find('"').unwrap_or(behind.len());
        let (link, after) = behind.split_at(end);
        let path = &link[..link.find(['?', '#']).unwrap_or(link.len())];
        written.push_str(path);
        if is_folder(path) {
            if !path.ends_with('/') {
                written.push('/');
            }
            written.push_str(INDEX);
        }
        written.push_str(&link[path.len()..]);
        rest = after;
    }
    written + rest
}

/// Whether a link is a relative path to a folder.
fn is_folder(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    !path.is_empty()
        && !path.starts_with('/')
        && !path.contains(':')
        && matches!(last, "" | "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_folders_name_their_files_and_all_others_stay() {
        let html = "<a href=\"../en/?q=a/#x\"><a href=\"./\"><a href=\"..\"><a href=\"a/b/#c/\">\
            <a href=\"#x/\"><a href=\"?a/\"><a href=\"\"><a href=\"a.pdf\"><a href=\"/b/\">\
            <link href=\"https://a.org/b/\"><a href=\"mailto:a@b.org/\">&lt;a href=\"a/\"<a href=\"a/";
        let expected = "<a href=\"../en/index.html?q=a/#x\"><a href=\"./index.html\">\
            <a href=\"../index.html\"><a href=\"a/b/index.html#c/\">\
            <a href=\"#x/\"><a href=\"?a/\"><a href=\"\"><a href=\"a.pdf\"><a href=\"/b/\">\
            <link href=\"https://a.org/b/\"><a href=\"mailto:a@b.org/\">&lt;a href=\"a/\"<a href=\"a/index.html";
        assert_eq!(named(html), expected);
    }
}

//! Figures as publishers write them: eleven ways to put a caption, eight ways to hand out the image.

use super::View;
use super::markup::escape;
use crate::article::{CaptionForm, Delivery, Figure, Layout};
use crate::pictures::Format;
use crate::truth::WIDEST;

/// The renditions that pages offer, in pixels.
pub const WIDTHS: [u32; 3] = [400, 800, WIDEST];

const PLACEHOLDER: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

/// The whole figure with caption and credit; empty when the page does not show the picture at all.
pub fn figure_html(view: &View, figure: &Figure, layout: Layout) -> String {
    if figure.delivery == Delivery::OpenGraph {
        return String::new();
    }
    let image = image(view, figure);
    let (caption, credit) =
        (escape(figure.caption.as_deref().unwrap_or_default()), escape(figure.credit.as_deref().unwrap_or_default()));
    let words = match figure.form {
        CaptionForm::CreditSpan => format!("{caption} <span class=\"credit\">{credit}</span>"),
        CaptionForm::Brackets => format!("{caption} ({credit})"),
        CaptionForm::PhotoColon => format!("{caption} Photo: {credit}"),
        CaptionForm::PhotographBy => format!("{caption} Photograph by {credit}"),
        CaptionForm::Copyright => format!("{caption} © {credit}"),
        CaptionForm::CreditColon => format!("{caption} Credit: {}", credit.replace('/', " / ")),
        CaptionForm::Doubled => format!("{caption} {}", doubled(&credit)),
        CaptionForm::SiblingParagraph => {
            return format!(
                "<div class=\"image-wrap\">{image}</div>\n<p class=\"caption\">{caption} <em class=\"photo-credit\">Photo: {credit}</em></p>\n"
            );
        }
        CaptionForm::JsonLd | CaptionForm::DataAttributes | CaptionForm::AltOnly => {
            return match layout {
                Layout::Semantic => format!("<figure>{image}</figure>\n"),
                _ => format!("<div class=\"media\">{image}</div>\n"),
            };
        }
    };
    match layout {
        Layout::Semantic => format!("<figure>{image}<figcaption>{words}</figcaption></figure>\n"),
        Layout::Soup => format!(
            "<figure class=\"article-image\"><div class=\"img-box\">{image}</div><figcaption class=\"img-caption\">{words}</figcaption></figure>\n"
        ),
        Layout::Utility => format!(
            "<figure class=\"my-6\">{image}<figcaption class=\"text-sm text-gray-500\">{words}</figcaption></figure>\n"
        ),
    }
}

/// `Name/AGENCY` as agencies' systems print it twice: `(Name)(Name/AGENCY/AGENCY)`.
pub fn doubled(credit: &str) -> String {
    match credit.split_once('/') {
        Some((name, agency)) => format!("({name})({name}/{agency}/{agency})"),
        None => format!("({credit})({credit})"),
    }
}

fn image(view: &View, figure: &Figure) -> String {
    let address = |width: u32| format!("{}{}", view.base, figure.path(width));
    let (wide, high) = (WIDEST, figure.picture.height(WIDEST));
    let mut common = format!("alt=\"{}\" width=\"{wide}\" height=\"{high}\"", escape(&figure.alt));
    if figure.form == CaptionForm::DataAttributes {
        common.push_str(&format!(
            " data-caption=\"{}\" data-credit=\"{}\"",
            escape(figure.caption.as_deref().unwrap_or_default()),
            escape(figure.credit.as_deref().unwrap_or_default())
        ));
    }
    let set: Vec<String> = WIDTHS.iter().map(|width| format!("{} {width}w", address(*width))).collect();
    let set = set.join(", ");
    let sizes = "(min-width: 900px) 800px, 100vw";
    match figure.delivery {
        Delivery::Plain | Delivery::OpenGraph => format!("<img src=\"{}\" {common}>", address(wide)),
        Delivery::Relative => format!("<img src=\"{}\" {common}>", figure.path(wide)),
        Delivery::Srcset => format!("<img src=\"{}\" srcset=\"{set}\" sizes=\"{sizes}\" {common}>", address(400)),
        Delivery::Sources => format!(
            "<picture><source media=\"(min-width: 600px)\" type=\"{}\" srcset=\"{set}\"><source type=\"{}\" srcset=\"{}\"><img src=\"{}\" {common}></picture>",
            figure.format.media_type(),
            Format::Jpeg.media_type(),
            address(400),
            address(400)
        ),
        Delivery::Lazy => format!("<img class=\"lazy\" src=\"{PLACEHOLDER}\" data-src=\"{}\" {common}>", address(wide)),
        Delivery::LazySrcset => {
            format!("<img class=\"lazyload\" src=\"{PLACEHOLDER}\" data-srcset=\"{set}\" data-sizes=\"auto\" {common}>")
        }
        Delivery::Noscript => format!(
            "<img class=\"js-only\" src=\"{PLACEHOLDER}\" {common}><noscript><img src=\"{}\" {common}></noscript>",
            address(wide)
        ),
    }
}

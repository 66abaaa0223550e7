//! PNG with a palette: a drawing of few colours takes a third of the bytes.

use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::Pixmap;

/// Colours that differ in the last bits alone are of one kind.
const KINDS: usize = 1 << 16;
/// As many as a byte can name.
const COLOURS: usize = 256;

type Colour = [u8; 3];

fn kind([r, g, b]: Colour) -> usize {
    usize::from(r >> 3) << 11 | usize::from(g >> 2) << 5 | usize::from(b >> 3)
}

/// A kind's most frequent colour, found as votes are counted, and how many there are of the kind.
#[derive(Clone, Copy, Default)]
struct Kind {
    colour: Colour,
    lead: u32,
    count: u32,
}

/// What the pixels are by the palette's number. Plain areas keep their very colour; of the mixtures at
/// the edges of letters and marks those that are rare take the nearest.
fn indexed(pixels: &[Colour]) -> (Vec<Colour>, Vec<u8>) {
    let mut kinds = vec![Kind::default(); KINDS];
    for colour in pixels {
        let kind = &mut kinds[kind(*colour)];
        kind.count += 1;
        match kind.lead {
            0 => (kind.colour, kind.lead) = (*colour, 1),
            _ if kind.colour == *colour => kind.lead += 1,
            _ => kind.lead -= 1,
        }
    }
    let mut used: Vec<usize> = (0..KINDS).filter(|i| kinds[*i].count > 0).collect();
    used.sort_by_key(|i| (std::cmp::Reverse(kinds[*i].count), *i));
    let palette: Vec<Colour> = used
        .iter()
        .take(COLOURS)
        .map(|i| kinds[*i].colour)
        .collect();
    let distance = |a: Colour, b: Colour| -> u32 {
        let parts = a.iter().zip(&b);
        parts.map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let mut numbers = vec![0_u8; KINDS];
    for (place, at) in used.iter().enumerate() {
        let nearest = match place < palette.len() {
            true => place,
            false => (0..palette.len())
                .min_by_key(|i| distance(palette[*i], kinds[*at].colour))
                .unwrap_or(0),
        };
        numbers[*at] = u8::try_from(nearest).unwrap_or(0);
    }
    let numbered = pixels.iter().map(|colour| numbers[kind(*colour)]).collect();
    (palette, numbered)
}

/// The file of opaque pixels.
pub(super) fn png(pixels: &Pixmap) -> Result<Vec<u8>, EncodingError> {
    let colours = pixels.pixels().iter();
    let colours: Vec<Colour> = colours.map(|p| [p.red(), p.green(), p.blue()]).collect();
    let (palette, numbered) = indexed(&colours);
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_compression(Compression::Balanced);
    encoder.set_filter(Filter::NoFilter);
    encoder.write_header()?.write_image_data(&numbered)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_areas_keep_their_colour_and_rare_ones_take_the_nearest() {
        let mut pixels = vec![[255, 255, 255]; 5000];
        pixels.extend(vec![[0x12, 0x43, 0x6d]; 500]);
        // White with a trace of something, of one kind with it.
        pixels.extend(vec![[250, 253, 251]; 40]);
        // The edges of letters in five inks: mixtures with white, each once.
        for ink in 0..5_u32 {
            for share in 0..100_u32 {
                let of = |full: u32| u8::try_from(255 - (255 - full) * share / 100).unwrap_or(0);
                pixels.push([of(40 * ink), of(0x43), of(200 - 40 * ink)]);
            }
        }
        let (palette, numbered) = indexed(&pixels);
        assert_eq!(palette.len(), COLOURS);
        let colour = |i: usize| palette[usize::from(numbered[i])];
        assert_eq!(colour(0), [255, 255, 255]);
        assert_eq!(colour(5000), [0x12, 0x43, 0x6d]);
        assert_eq!(colour(5500), [255, 255, 255]);
        for (i, wanted) in pixels.iter().enumerate().skip(5540) {
            let far = colour(i)
                .iter()
                .zip(wanted)
                .map(|(a, b)| a.abs_diff(*b))
                .max();
            assert!(
                far.is_some_and(|far| far < 24),
                "{wanted:?} is {:?}",
                colour(i)
            );
        }
    }
}

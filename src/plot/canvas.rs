//! What pictures are drawn with: shapes and text in fractions of a pixel, on any backend of plotters.

use std::sync::OnceLock;

use plotters::backend::DrawingBackend;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{
    Color, FontStyle, FontTransform, IntoFont, RGBAColor, RGBColor, TextStyle, register_font,
};

use super::PlotError;

/// The font that labels are drawn with, and others where a viewer of SVG does not have it.
const FONT: &str = "DejaVu Sans, Verdana, sans-serif";

/// Latin and Greek letters, and the signs of mathematics.
static GLYPHS: &[u8] = include_bytes!("font/DejaVuSans-subset.ttf");

pub(super) const INK: RGBColor = RGBColor(45, 45, 52);
pub(super) const PALE: RGBColor = RGBColor(205, 205, 212);
pub(super) const WHITE: RGBColor = RGBColor(255, 255, 255);

/// Where a label stands beside its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Left,
    Right,
    Centre,
}

/// A place to draw on, whose unit is a pixel, of which the backend has `scale`.
pub(super) struct Canvas<'a, DB: DrawingBackend> {
    pub(super) area: &'a DrawingArea<DB, Shift>,
    pub(super) scale: f64,
}

impl<DB: DrawingBackend> Canvas<'_, DB> {
    #[allow(clippy::cast_possible_truncation)] // a place in a picture
    fn place(&self, (x, y): (f64, f64)) -> (i32, i32) {
        (
            (x * self.scale).round() as i32,
            (y * self.scale).round() as i32,
        )
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a width in a picture
    fn width(&self, width: f64) -> u32 {
        (width * self.scale).round().max(1.0) as u32
    }

    fn draw<E>(&self, element: &E) -> Result<(), PlotError>
    where
        for<'b> &'b E: PointCollection<'b, (i32, i32)>,
        E: Drawable<DB>,
    {
        let drawn = self.area.draw(element);
        drawn.map_err(|error| PlotError::Drawing(error.to_string()))
    }

    pub(super) fn polygon(
        &self,
        corners: &[(f64, f64)],
        color: impl Into<RGBAColor>,
    ) -> Result<(), PlotError> {
        let corners: Vec<_> = corners.iter().map(|corner| self.place(*corner)).collect();
        self.draw(&Polygon::new(corners, color.into().filled()))
    }

    pub(super) fn rectangle(
        &self,
        (left, top): (f64, f64),
        (right, bottom): (f64, f64),
        color: impl Into<RGBAColor>,
    ) -> Result<(), PlotError> {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        self.polygon(&corners, color)
    }

    pub(super) fn line(
        &self,
        points: &[(f64, f64)],
        width: f64,
        color: impl Into<RGBAColor>,
    ) -> Result<(), PlotError> {
        let mut points: Vec<_> = points.iter().map(|point| self.place(*point)).collect();
        points.dedup();
        if points.len() < 2 {
            return Ok(());
        }
        let style = color.into().stroke_width(self.width(width));
        self.draw(&PathElement::new(points, style))
    }

    pub(super) fn frame(
        &self,
        (left, top): (f64, f64),
        (right, bottom): (f64, f64),
    ) -> Result<(), PlotError> {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        for k in 0..4 {
            self.line(&[corners[k], corners[(k + 1) % 4]], 1.0, INK)?;
        }
        Ok(())
    }

    pub(super) fn dot(
        &self,
        at: (f64, f64),
        radius: f64,
        color: impl Into<RGBAColor>,
    ) -> Result<(), PlotError> {
        let radius = self.width(radius);
        self.draw(&Circle::new(self.place(at), radius, color.into().filled()))
    }

    pub(super) fn text(
        &self,
        text: &str,
        at: (f64, f64),
        size: f64,
        anchor: Anchor,
    ) -> Result<(), PlotError> {
        let side = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Right => HPos::Right,
            Anchor::Centre => HPos::Center,
        };
        let anchor = Pos::new(side, VPos::Center);
        self.write(text, at, size, anchor, FontTransform::None)
    }

    /// Text that reads upwards.
    pub(super) fn text_upwards(
        &self,
        text: &str,
        at: (f64, f64),
        size: f64,
    ) -> Result<(), PlotError> {
        let anchor = Pos::new(HPos::Center, VPos::Center);
        self.write(text, at, size, anchor, FontTransform::Rotate270)
    }

    fn write(
        &self,
        text: &str,
        at: (f64, f64),
        size: f64,
        anchor: Pos,
        transform: FontTransform,
    ) -> Result<(), PlotError> {
        let font = (FONT, size * self.scale)
            .into_font()
            .transform(transform)
            .color(&INK);
        let style: TextStyle<'_> = font.pos(anchor);
        let drawn = self.area.draw_text(text, &style, self.place(at));
        drawn.map_err(|error| PlotError::Drawing(error.to_string()))
    }

    pub(super) fn text_width(&self, text: &str, size: f64) -> Result<f64, PlotError> {
        let style = TextStyle::from((FONT, size * self.scale).into_font());
        let size = self.area.estimate_text_size(text, &style);
        let size = size.map_err(|error| PlotError::Drawing(error.to_string()))?;
        Ok(f64::from(size.0) / self.scale)
    }

    /// An arrow of a length in a direction.
    pub(super) fn arrow(
        &self,
        from: (f64, f64),
        (dx, dy): (f64, f64),
        color: impl Into<RGBAColor> + Copy,
    ) -> Result<(), PlotError> {
        let length = dx.hypot(dy);
        let (ux, uy) = (dx / length, dy / length);
        let to = (from.0 + dx, from.1 + dy);
        let (head, half) = ((0.4 * length).min(8.0), (0.2 * length).min(3.6));
        let neck = (to.0 - head * ux, to.1 - head * uy);
        // A pale edge, for dark grounds.
        self.line(&[from, neck], 3.0, WHITE.mix(0.55))?;
        self.line(&[from, neck], 1.6, color)?;
        let corners = [
            to,
            (neck.0 - half * uy, neck.1 + half * ux),
            (neck.0 + half * uy, neck.1 - half * ux),
        ];
        self.polygon(&corners, color)
    }
}

/// Makes the font known to plotters, once.
pub(super) fn register() -> Result<(), PlotError> {
    static DONE: OnceLock<bool> = OnceLock::new();
    if *DONE.get_or_init(|| register_font(FONT, FontStyle::Normal, GLYPHS).is_ok()) {
        Ok(())
    } else {
        Err(PlotError::Drawing("the font is not readable".to_owned()))
    }
}

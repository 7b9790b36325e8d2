//! Points, sizes, rectangles and the camera, in `f64` world units (1 unit = 1 point at 100 %).

/// A place, or an offset between two places.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// Rightwards.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// A point from its coordinates.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// This point moved by an offset.
    #[must_use]
    pub fn offset(self, dx: f64, dy: f64) -> Self {
        Self::new(self.x + dx, self.y + dy)
    }
}

/// Width and height.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// Extent in x.
    pub width: f64,
    /// Extent in y.
    pub height: f64,
}

impl Size {
    /// A size from its extents.
    #[must_use]
    pub const fn new(width: f64, height: f64) -> Self {
        Self { width, height }
    }
}

/// An axis-parallel rectangle; `max` is not inside.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Upper left corner.
    pub min: Point,
    /// Lower right corner.
    pub max: Point,
}

impl Rect {
    /// A rectangle from its upper left corner and its size.
    #[must_use]
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { min: Point::new(x, y), max: Point::new(x + width, y + height) }
    }

    /// The rectangle spanned by two corners in any order.
    #[must_use]
    pub fn from_corners(a: Point, b: Point) -> Self {
        Self { min: Point::new(a.x.min(b.x), a.y.min(b.y)), max: Point::new(a.x.max(b.x), a.y.max(b.y)) }
    }

    /// Extent in x.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Extent in y.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// Both extents.
    #[must_use]
    pub fn size(&self) -> Size {
        Size::new(self.width(), self.height())
    }

    /// The middle.
    #[must_use]
    pub fn center(&self) -> Point {
        Point::new((self.min.x + self.max.x) / 2.0, (self.min.y + self.max.y) / 2.0)
    }

    /// True when the point lies inside.
    #[must_use]
    pub fn contains(&self, p: Point) -> bool {
        p.x >= self.min.x && p.x < self.max.x && p.y >= self.min.y && p.y < self.max.y
    }

    /// True when the two share an area.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        self.min.x < other.max.x && other.min.x < self.max.x && self.min.y < other.max.y && other.min.y < self.max.y
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: Point::new(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: Point::new(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// Grown by `by` on every side (shrunk when negative).
    #[must_use]
    pub fn expand(&self, by: f64) -> Self {
        Self { min: self.min.offset(-by, -by), max: self.max.offset(by, by) }
    }

    /// Moved by an offset.
    #[must_use]
    pub fn translate(&self, dx: f64, dy: f64) -> Self {
        Self { min: self.min.offset(dx, dy), max: self.max.offset(dx, dy) }
    }
}

/// Where the view stands. The pinned panes have scales of their own: the canvas works out where things are on screen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Camera {
    /// World point at the canvas's upper left corner.
    pub origin: Point,
    /// Points per world unit; 1 is 100 %.
    pub zoom: f64,
}

impl Default for Camera {
    fn default() -> Self {
        Self { origin: Point::default(), zoom: 1.0 }
    }
}

impl Camera {
    /// Smallest zoom: a 40-stage map fits a laptop screen.
    pub const MIN_ZOOM: f64 = 0.05;
    /// Largest zoom.
    pub const MAX_ZOOM: f64 = 4.0;

    /// The camera after moving the content by an offset on screen.
    #[must_use]
    pub fn panned(&self, dx: f64, dy: f64) -> Self {
        Self { origin: self.origin.offset(-dx / self.zoom, -dy / self.zoom), zoom: self.zoom }
    }
}

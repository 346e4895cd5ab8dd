// The angle of the line from one mark to the other against the level, in degrees: 90 for straight up. Points are picture
// points (y grows downward). `plumb`: two points on something that hangs straight; what it leans is taken off. `ahead`: 1 where
// the person looks to the right of the picture, -1 to the left, 0 where that is not known: then a line that leans back can't be
// told from one that leans forward. Null without both marks, or where they lie on each other.

export function lineAngle(from, to, plumb = [], ahead = 0) {
  if (!from || !to) return null;
  const lean = plumb.length === 2 ? leanOf(plumb[0], plumb[1]) : 0;
  const [x, y] = [to.x - from.x, to.y - from.y];
  if (Math.hypot(x, y) < 1) return null;
  const [cos, sin] = [Math.cos(lean), Math.sin(lean)];
  const [across, down] = [x * cos + y * sin, y * cos - x * sin]; // turned back by what the plumb line leans
  return (Math.atan2(-down, ahead ? across * ahead : Math.abs(across)) * 180) / Math.PI;
}

// Which way the person looks: the ear lies in front of the base of the neck.
export function facing(marks) {
  return marks.neck_base && marks.ear ? Math.sign(marks.ear.x - marks.neck_base.x) : 0;
}

// How far the line through two points leans from upright, in radians, between -90 and 90 degrees.
export function leanOf(one, other) {
  const [top, bottom] = one.y <= other.y ? [one, other] : [other, one];
  return Math.atan2(top.x - bottom.x, bottom.y - top.y);
}

/** How likely two series that come from one and the same source would lie at least as far apart as these (two-sided, large samples). */
export function mannWhitney(one: number[], other: number[]): number {
  const ranked = [...one.map((value) => ({ value, isOne: true })), ...other.map((value) => ({ value, isOne: false }))].sort((a, b) => a.value - b.value);
  let ranks = 0;
  for (let first = 0; first < ranked.length;) {
    let after = first + 1;
    while (after < ranked.length && ranked[after]!.value === ranked[first]!.value) after += 1;
    // Equal values share the middle of their ranks.
    ranks += ranked.slice(first, after).filter(({ isOne }) => isOne).length * ((first + 1 + after) / 2);
    first = after;
  }
  const [n, m] = [one.length, other.length];
  const u = ranks - (n * (n + 1)) / 2;
  const z = (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12);
  return 2 * tail(Math.abs(z));
}

/** The normal distribution's upper tail; Abramowitz and Stegun 26.2.17, exact to seven places. */
function tail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

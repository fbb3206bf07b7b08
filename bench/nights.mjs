// When the notes that are written here took place: nobody else's do.
const A_DAY = 86_400_000;
/** From five in the afternoon to six in the morning, in minutes. */
const BEGINS = 17 * 60;
const A_NIGHT = 13 * 60;

/** One stretch after the other, night before night, beginning before all that an earlier run wrote of. */
export function nights(first) {
  const last = Math.floor((first ? first.getTime() - A_NIGHT * 60_000 : Date.now() - A_DAY) / A_DAY) - 1;
  let taken = 0;
  return (minutes) => {
    const at = taken;
    taken += minutes;
    return new Date((last - Math.floor(at / A_NIGHT)) * A_DAY + (BEGINS + (at % A_NIGHT)) * 60_000);
  };
}

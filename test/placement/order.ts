import type { Match } from '../../src/modules/placement/match.dto.ts';

/** As a reader puts them in order who has nothing but the answer: the documented sentence, worked out a second time. */
export function inOrderOfReasons(matches: Match[]): Match[] {
  const keyOf = ({ reasons, freePlaces, name, peerSpecialistId }: Match): (number | string)[] => {
    const [wishedFor, ...others] = reasons;
    const [language, pathway, experience, schedule] = others.map(({ what }) => -what.length);
    return [wishedFor!.agrees ? 0 : 1, freePlaces > 0 ? 0 : 1, language!, pathway!, experience!, schedule!, -freePlaces, name, peerSpecialistId];
  };
  return [...matches].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const at = left.findIndex((key, nth) => key !== right[nth]);
    return at < 0 ? 0 : left[at]! < right[at]! ? -1 : 1;
  });
}

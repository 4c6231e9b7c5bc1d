import {
  notApplicable,
  notAsked,
  unknown,
  type Judgement,
  type Observed,
  type Withheld,
} from '../../check.ts';
import { kinds } from '../preferences/kinds.ts';
import type { Walk } from './walk.ts';

/**
 * What is to be said when only some kinds were judged: one that was left out on purpose, or that went no
 * further because of a finding with a code of its own, does not count; one that could not be looked at is
 * unknown, and so is everything where no kind was judged at all.
 */
export function judgeWalks(
  walks: readonly Walk[],
  judged: readonly Walk[],
  observed: readonly Observed[],
): Judgement {
  const rest = walks.filter((walk) => !judged.includes(walk));
  const unseen = rest.filter(({ stopped }) => !stopped?.deliberate);
  if (unseen.length > 0) return unknown(reasons(unseen), observed);
  return judged.length === 0 && observed.length === 0 ? unjudged(rest) : observed;
}

/**
 * The user may have left out some of them; whatever else kept them back says nothing of this check. Of a user
 * of whom nothing can be muted at all, nothing was proven: nobody chose that.
 */
function unjudged(walks: readonly Walk[]): Withheld {
  if (walks.length === 0) return notApplicable('there was nothing to judge');
  const leftOut =
    walks.length < kinds.length && walks.every(({ stopped }) => stopped?.reason.includes('--allow-residue'));
  const reason = reasons(walks);
  return leftOut ? notAsked({ without: '--allow-residue' }, reason) : unknown(reason);
}

function reasons(walks: readonly Walk[]): string {
  return walks
    .map(
      ({ kind, stopped, mute }) =>
        `${kind}: ${stopped?.reason ?? mute?.failure ?? 'it could not be read back'}`,
    )
    .join('; ');
}

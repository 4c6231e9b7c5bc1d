import { notApplicable, notAsked, unknown, type Withheld } from '../../check.ts';
import type { Platform } from '../probes/platform.ts';

/**
 * Why Railway's own word is missing. Who gives a token asks for it: a refusal, or nothing heard, is then
 * unknown. Without a token it was not asked for, also where a railway command that is linked to nothing is on
 * PATH.
 */
export function notTold({ source, onRailway }: Platform, reason: string): Withheld {
  if (!onRailway) return notApplicable(reason);
  return source === 'graphql' ? unknown(reason) : notAsked({ without: 'RAILWAY_TOKEN' }, reason);
}

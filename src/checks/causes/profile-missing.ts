import { confirmed, defineCause, excluded, possible } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { describeKey, isRefusedByKey, sameText, violationOf } from './weighing/violation.ts';

export const profileMissing = defineCause({
  code: 'profile-missing',
  title: 'The user has no row in user_profiles',
  why: 'The foreign key is right, and refuses every mute of that user.',
  remedy: 'Create the profile: the API should do so at the first request, so look at what keeps it from it.',
  explains: isRefusedByKey,
  weigh: (seen) => {
    const violation = violationOf(seen);
    const { table = null, present = null } = seen.evidence.profile ?? {};
    const row = present === null ? [] : [`${table} has ${present ? 'a' : 'no'} row for the user`];
    if (present === true) return excluded(...row);
    if (violation === null) {
      if (seen.clear('foreign-key-violation')) return excluded('no mute violated a foreign key');
      return possible([], present === null ? ask.profile : ask.mute);
    }
    const isWrong = seen.found('wrong-target', 'conflicting-targets').length > 0;
    if (present === false) return confirmed([...violation.because, ...row]);
    // Without a look at the row, a key that is itself wrong explains the violation.
    if (isWrong) return possible([], ask.profile);
    const right = (violation.keys ?? []).filter(({ validated, enforced }) => validated || enforced);
    if (right.length > 0 && seen.clear('wrong-target', 'conflicting-targets')) {
      return confirmed([...violation.because, ...right.map((key) => `${describeKey(key)}, as expected`)]);
    }
    return possible([...violation.because, sameText], ask.keys, ask.profile);
  },
});

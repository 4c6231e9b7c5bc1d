import { defineCheck, isWithheld, unknown, type Observed } from '../check.ts';
import { codeWith, productFiles, revisionFile } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { chainOf, mostRevisions, type Chain } from './relation/compare.ts';
import { listed } from '../support/in-words.ts';

export const brokenChain = defineCheck({
  code: 'broken-chain',
  title: 'The chain of revisions is broken',
  severity: 'error',
  why: 'Alembic stops before it does anything: no migration runs, whatever the database is at.',
  remedy: 'Bring back the file that is missing, or point the revision at one that is there.',
  needs: { code },
  judge: ({ code: given }) => {
    const chain = chainOf(given);
    if (isWithheld(chain)) return chain;
    const observed = [...faulty(chain), ...clashing(chain), ...cyclic(chain)];
    // What seems to be missing may be declared by a file that could not be read.
    if (chain.unread !== null) return unknown(chain.unread, observed);
    // A label could be another's, which Alembic refuses.
    return chain.unlabelled === null ? [...observed, ...missing(chain)] : unknown(chain.unlabelled, observed);
  },
  examples: {
    healthy: { code: codeWith() },
    broken: { code: codeWith([...productFiles, revisionFile('c0ffee123456', ['0123456789ab'])]) },
  },
});

function faulty({ files }: Chain): Observed[] {
  return files
    .filter(({ faults }) => faults.length > 0)
    .map(({ path, faults }) => ({
      subject: path,
      message: `Alembic cannot use ${path}: ${faults.join('; ')}.`,
      facts: { file: path, faults },
      advice: 'Put the file right, or move what is not a revision out of the versions directory.',
    }));
}

function clashing({ graph }: Chain): Observed[] {
  return graph.clashes.map(({ label, by, taken }) => ({
    subject: `${by} (${label})`,
    message:
      taken === label
        ? `The revision ${by} has the label ${label}, and that is the id of a revision.`
        : `The revisions ${taken} and ${by} have the same label, ${label}.`,
    facts: { revision: by, label, taken },
    advice: 'Give each branch a label of its own: Alembic looks for revisions by both.',
  }));
}

function missing({ graph, files }: Chain): Observed[] {
  // The one that is missing may be in a file that is told already.
  if (files.some(({ revision, faults }) => revision === null && faults.length > 0)) return [];
  return graph.missing.map(({ id, by, as }) => ({
    subject: `${by.id} → ${id}`,
    message: `The revision ${by.id} (${by.path}) names ${id} as its ${as}, and no file declares that.`,
    facts: { revision: by.id, file: by.path, missing: id, as },
  }));
}

function cyclic({ graph: { cycle } }: Chain): Observed[] {
  if (cycle.length === 0) return [];
  return [
    {
      subject: cycle.join(', '),
      message: `These revisions build on each other in a circle: ${listed(cycle, mostRevisions)}.`,
      facts: { cycle },
      advice: 'Point one of them at the revision that it was really written after.',
    },
  ];
}

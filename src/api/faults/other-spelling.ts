import type { Fault } from '../patient.ts';

const spellings: Readonly<Record<string, (value: string) => string>> = {
  slug: (value) =>
    value
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z0-9]+/g, '_'),
  nfc: (value) => value.normalize('NFC'),
  nfd: (value) => value.normalize('NFD'),
};

export const otherSpelling: Fault = {
  summary: 'Themes and topics are stored in another spelling than they are acknowledged in.',
  settings: ['slug', 'nfc', 'nfd'],
  arrange(patient, _app, setting) {
    const spell = spellings[setting]!;
    const { mute, unmute } = patient.store;
    const stored = (kind: string, value: string): string =>
      /^(?:theme|topic)$/.test(kind) ? spell(value) : value;
    patient.store = {
      ...patient.store,
      mute: (userId, kind, value) => mute(userId, kind, stored(kind, value)),
      unmute: (userId, kind, value) => unmute(userId, kind, stored(kind, value)),
    };
  },
};

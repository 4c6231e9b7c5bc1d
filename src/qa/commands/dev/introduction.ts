import type { Incident, Served } from '../../../api/index.ts';

/** What whoever started it is to know. What the incident broke is told only to who asks. */
export function introduction(
  served: Pick<Served, 'baseUrl' | 'token' | 'databaseUrl'>,
  incident: Pick<Incident, 'name' | 'broken'> | null,
  spoil: boolean,
): string {
  const { baseUrl, token, databaseUrl } = served;
  const told = spoil ? incident?.broken : 'find out what is broken; --spoil tells';
  const broken = incident === null ? [] : [`Incident   ${incident.name}: ${told}`];
  return `${[
    `API        ${baseUrl}/api`,
    `Database   ${databaseUrl}`,
    `Token      ${token}`,
    ...broken,
    '',
    'Try, in this directory:',
    '  qa diagnose --target local',
    '  qa verify-mute --target local',
    '  qa verify-railway --target local',
    '  qa inspect-fk --target local',
    '',
    'Ctrl-C ends it.',
  ].join('\n')}\n`;
}

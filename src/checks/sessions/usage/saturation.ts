import type { Connections } from '../probes/connections.ts';

/** From this share of a limit on. */
export const saturation = { warning: 0.75, error: 0.9 } as const;

/** One limit, and how much of it is used. */
export interface Usage {
  readonly of: 'server' | 'role' | 'database';
  readonly name: string;
  readonly used: number;
  readonly limit: number;
}

/** Every limit that holds for an ordinary role, and who counts towards it. */
export function usages({ groups, max, reserved, role, database }: Connections): Usage[] {
  const count = (counts: (group: Connections['groups'][number]) => boolean): number =>
    groups.filter(counts).reduce((sum, group) => sum + group.connections, 0);
  return [
    { of: 'server', name: 'server', used: count(() => true), limit: max - reserved },
    ...(role.limit === null
      ? []
      : [
          {
            of: 'role' as const,
            name: role.name,
            used: count(({ user }) => user === role.name),
            limit: role.limit,
          },
        ]),
    ...(database.limit === null
      ? []
      : [
          {
            of: 'database' as const,
            name: database.name,
            used: count((group) => group.database === database.name),
            limit: database.limit,
          },
        ]),
  ];
}

/** Where no connection is allowed at all, the limit is reached. */
export function share({ used, limit }: Usage): number {
  return limit <= 0 ? 1 : used / limit;
}

/** `the server`, `the role app` */
export function placeText({ of, name }: Usage): string {
  return of === 'server' ? 'the server' : `the ${of} ${name}`;
}

/** `120 of 197 (60 %)` */
export function usageText(usage: Usage): string {
  return `${usage.used} of ${usage.limit} (${Math.floor(share(usage) * 100)} %)`;
}

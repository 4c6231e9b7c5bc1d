import { isList } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const pagedList: Fault = {
  summary: 'The lists come in pages, oldest first; what was muted last is on the last one.',
  settings: { number: 20, unit: 'entries' },
  arrange(_patient, app, setting) {
    const size = Number(setting);
    app.addHook('preSerialization', async (request, reply, payload: Record<string, unknown>) => {
      if (!isList(request) || reply.statusCode !== 200) return payload;
      const page = Number(new URL(request.url, 'http://any').searchParams.get('page') ?? 1);
      const lists = Object.entries(payload).filter((entry): entry is [string, unknown[]] =>
        Array.isArray(entry[1]),
      );
      const pages = Math.max(1, ...lists.map(([, list]) => Math.ceil(list.length / size)));
      if (page < pages) reply.header('link', `<${request.url.split('?')[0]}?page=${page + 1}>; rel="next"`);
      const shown = lists.map(([name, list]) => [name, list.slice((page - 1) * size, page * size)] as const);
      return { ...payload, ...Object.fromEntries(shown), page, pages, has_more: page < pages };
    });
  },
};

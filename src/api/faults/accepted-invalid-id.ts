import type { Fault } from '../patient.ts';

export const acceptedInvalidId: Fault = {
  summary: 'A source id that is not a UUID is acknowledged.',
  arrange(_patient, app) {
    app.addHook('preHandler', async (request, reply) => {
      if (!request.url.endsWith('/mute-source')) return undefined;
      const id: unknown = /"source_id"\s*:\s*"([^"]*)"/.exec(String(request.body))?.[1];
      if (typeof id !== 'string' || /^[0-9a-f-]{36}$/i.test(id)) return undefined;
      return reply.send({ message: 'Source masquée avec succès', source_id: id });
    });
  },
};

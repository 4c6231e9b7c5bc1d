import type { Fault } from '../patient.ts';

export const acceptedInvalidId: Fault = {
  summary: 'A source id that is no UUID is acknowledged.',
  arrange(_patient, app) {
    app.addHook('preValidation', async (request, reply) => {
      if (!request.url.endsWith('/mute-source')) return undefined;
      const id: unknown = (request.body as { source_id?: unknown } | null)?.source_id;
      if (typeof id !== 'string' || /^[0-9a-f-]{36}$/i.test(id)) return undefined;
      return reply.send({ message: 'Source masquée avec succès', source_id: id });
    });
  },
};

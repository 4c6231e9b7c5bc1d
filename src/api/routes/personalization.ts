import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import * as z from 'zod';
import { databaseErrorText, isDatabaseError } from '../database/driver-text.ts';
import { HttpError } from '../http-error.ts';
import type { Patient } from '../patient.ts';
import type { Flag, Kind, Preferences, Release } from '../store.ts';

const defaults: Preferences = {
  muted_sources: [],
  muted_themes: [],
  muted_topics: [],
  muted_content_types: [],
  hide_paid_content: true,
  hide_non_fr_sources: true,
  language_filter_user_set: false,
};

const contentTypes = ['article', 'podcast', 'youtube'];
const names = {
  source: 'de la source',
  theme: 'du thème',
  topic: 'du topic',
  'content-type': 'du type de contenu',
} as const;
const fields = {
  source: 'source_id',
  theme: 'theme',
  topic: 'topic',
  'content-type': 'content_type',
} as const;

/** Below `/api/users/personalization`. Who asks is settled before a body is even read. */
export function personalizationRoutes(app: FastifyInstance, patient: Patient, release: Release): void {
  const route = '/api/users/personalization';
  app.register(async (scope) => {
    const routes = scope.withTypeProvider<ZodTypeProvider>();
    const users = new WeakMap<object, string>();
    const userOf = (request: object): string => users.get(request)!;
    routes.addHook('onRequest', async (request) => {
      users.set(request, (await patient.authenticate(request.headers.authorization)).id);
    });

    routes.get(`${route}/`, async (request) => (await patient.store.read(userOf(request))) ?? defaults);

    const mute = async (userId: string, kind: Kind, value: string): Promise<void> => {
      await handled(`Erreur lors du masquage ${names[kind]}`, async () => {
        await patient.store.ensureProfile(userId);
        await patient.store.mute(userId, kind, value);
      });
    };

    routes.post(
      `${route}/mute-source`,
      { schema: { body: z.object({ source_id: z.guid() }) } },
      async (request) => {
        const { source_id } = request.body;
        await mute(userOf(request), 'source', source_id.toLowerCase());
        return { message: 'Source masquée avec succès', source_id: source_id.toLowerCase() };
      },
    );
    routes.post(
      `${route}/mute-theme`,
      { schema: { body: z.object({ theme: z.string() }) } },
      async (request) => {
        const theme = patient.normalise(request.body.theme);
        await mute(userOf(request), 'theme', theme);
        return { message: `Thème '${theme}' masqué avec succès` };
      },
    );
    routes.post(
      `${route}/mute-topic`,
      { schema: { body: z.object({ topic: z.string() }) } },
      async (request) => {
        const topic = patient.normalise(request.body.topic);
        await mute(userOf(request), 'topic', topic);
        return { message: `Topic '${topic}' masqué avec succès` };
      },
    );
    routes.post(
      `${route}/mute-content-type`,
      { schema: { body: z.object({ content_type: z.string() }) } },
      async (request) => {
        const type = patient.normalise(request.body.content_type);
        if (!contentTypes.includes(type)) throw new HttpError(400, `Type de contenu invalide: ${type}`);
        await mute(userOf(request), 'content-type', type);
        return { message: `Type de contenu '${type}' masqué avec succès` };
      },
    );

    const undone: readonly Kind[] =
      release === 'january' ? ['source', 'content-type'] : ['source', 'theme', 'topic', 'content-type'];
    for (const kind of undone) {
      const field = fields[kind];
      const params = z.object({ [field]: kind === 'source' ? z.guid() : z.string() });
      routes.delete(`${route}/unmute-${kind}/:${field}`, { schema: { params } }, async (request) => {
        const given = String((request.params as Record<string, unknown>)[field]);
        const value = kind === 'source' ? given.toLowerCase() : patient.normalise(given);
        const known = await handled(`Erreur lors du démasquage ${names[kind]}`, () =>
          patient.store.unmute(userOf(request), kind, value),
        );
        if (!known) throw new HttpError(404, 'Personnalisation non trouvée');
        return {
          message: `'${value}' démasqué avec succès`,
          ...(kind === 'source' ? { source_id: value } : {}),
        };
      });
    }

    const setFlag = async (userId: string, flag: Flag, value: boolean): Promise<Record<string, unknown>> => {
      await handled('Erreur lors de la mise à jour des préférences', async () => {
        await patient.store.ensureProfile(userId);
        await patient.store.setFlag(userId, flag, value);
      });
      return { message: 'Préférence mise à jour', [flag]: value };
    };
    routes.post(
      `${route}/toggle-paid-content`,
      { schema: { body: z.object({ hide_paid: z.boolean() }) } },
      async (request) => setFlag(userOf(request), 'hide_paid_content', request.body.hide_paid),
    );
    routes.post(
      `${route}/toggle-hide-non-fr-sources`,
      { schema: { body: z.object({ hide_non_fr: z.boolean() }) } },
      async (request) => setFlag(userOf(request), 'hide_non_fr_sources', request.body.hide_non_fr),
    );
  });
}

/** The product catches what the database says, and hands it on in its own words. */
async function handled<T>(text: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isDatabaseError(error)) throw new HttpError(500, `${text}: ${databaseErrorText(error)}`);
    throw error;
  }
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { databaseErrorText, isDatabaseError } from '../database/driver-text.ts';
import { readBody } from '../fastapi/body.ts';
import { readBoolean, readField, readParameter, readString, readUuid } from '../fastapi/pydantic.ts';
import { HttpError } from '../http-error.ts';
import { kinds, type Kind } from '../kind.ts';
import type { Patient } from '../patient.ts';
import type { Traits } from '../release.ts';
import type { Flag, Preferences } from '../store.ts';

const defaults: Preferences = {
  muted_sources: [],
  muted_themes: [],
  muted_topics: [],
  muted_content_types: [],
  hide_paid_content: true,
  hide_non_fr_sources: true,
  language_filter_user_set: false,
};

export const personalizationPath = '/api/users/personalization';

const contentTypes = ['article', 'podcast', 'youtube'];
const names = {
  source: 'de la source',
  theme: 'du thème',
  topic: 'du topic',
  'content-type': 'du type de contenu',
} as const;
const acknowledged = {
  source: () => 'Source masquée avec succès',
  theme: (value: string) => `Thème '${value}' masqué avec succès`,
  topic: (value: string) => `Topic '${value}' masqué avec succès`,
  'content-type': (value: string) => `Type de contenu '${value}' masqué avec succès`,
} as const;

/** The one field of a mute's body, and the one parameter of its undoing. */
export const fields = {
  source: 'source_id',
  theme: 'theme',
  topic: 'topic',
  'content-type': 'content_type',
} as const satisfies Record<Kind, string>;

const toggles = [
  { path: 'toggle-paid-content', field: 'hide_paid', flag: 'hide_paid_content' },
  { path: 'toggle-hide-non-fr-sources', field: 'hide_non_fr', flag: 'hide_non_fr_sources' },
] as const satisfies readonly { path: string; field: string; flag: Flag }[];

/**
 * Who asks is settled after the body is read, before it is judged, and before the database is touched: that
 * is the order of the product's framework.
 */
export function personalizationRoutes(app: FastifyInstance, patient: Patient, traits: Traits): void {
  const users = new WeakMap<object, string>();
  const bodies = new WeakMap<object, unknown>();
  const userOf = (request: object): string => users.get(request)!;
  const untyped = traits.newerFramework ? 'bytes' : 'json';
  const preValidation = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    // A parameter is never empty there.
    if (request.url.endsWith('/') && request.method === 'DELETE') return reply.callNotFound();
    if (request.method === 'POST') bodies.set(request, readBody(request, untyped));
    users.set(request, (await patient.authenticate(request.headers.authorization)).id);
    return undefined;
  };
  const root = personalizationPath;

  app.get(`${root}/`, { preValidation }, async (request) => {
    return (await patient.store.read(userOf(request))) ?? defaults;
  });

  for (const kind of kinds) {
    const field = fields[kind];
    const read = kind === 'source' ? readUuid : readString;
    const written = (value: string): string => (kind === 'source' ? value : patient.normalise(value));

    const options = {
      preValidation,
      schema: documented('body', field, kind === 'source' ? 'uuid' : 'string'),
    };
    app.post(`${root}/mute-${kind}`, options, async (request) => {
      const value = written(readField(bodies.get(request), patient.fieldOf(field), read));
      if (kind === 'content-type' && !contentTypes.includes(value)) {
        throw new HttpError(400, `Type de contenu invalide: ${value}`);
      }
      await handled(`Erreur lors du masquage ${names[kind]}`, async () => {
        await patient.store.ensureProfile(userOf(request));
        await patient.store.mute(userOf(request), kind, value);
      });
      return { message: acknowledged[kind](value), ...(kind === 'source' ? { source_id: value } : {}) };
    });

    if (!traits.unmutes.includes(kind)) continue;
    const schema = documented('params', field, kind === 'source' ? 'uuid' : 'string');
    app.delete(`${root}/unmute-${kind}/:${field}`, { preValidation, schema }, async (request) => {
      const value = written(readParameter(request.params, field, read));
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

  for (const { path, field, flag } of toggles) {
    const options = { preValidation, schema: documented('body', field, 'boolean') };
    app.post(`${root}/${path}`, options, async (request) => {
      const value = readField(bodies.get(request), field, readBoolean);
      await handled('Erreur lors de la mise à jour des préférences', async () => {
        await patient.store.ensureProfile(userOf(request));
        await patient.store.setFlag(userOf(request), flag, value);
      });
      return { message: 'Préférence mise à jour', [flag]: value };
    });
  }
}

/** For /openapi.json alone: what is accepted is more, and `fastapi/pydantic.ts` says it. */
function documented(place: 'body' | 'params', field: string, type: 'uuid' | 'string' | 'boolean'): object {
  const property = type === 'uuid' ? { type: 'string', format: 'uuid' } : { type };
  return { [place]: { type: 'object', required: [field], properties: { [field]: property } } };
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

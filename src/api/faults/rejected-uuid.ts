import { isMute } from '../answers/instead.ts';
import { ValidationError } from '../fastapi/pydantic.ts';
import type { Fault } from '../patient.ts';

export const rejectedUuid: Fault = {
  summary: 'A valid source id is refused: the API expects numbers now.',
  arrange(_patient, app) {
    app.addHook('preHandler', async (request) => {
      if (!isMute(request) || !request.url.endsWith('-source')) return;
      const input: unknown = /"source_id"\s*:\s*"([^"]*)"/.exec(String(request.body))?.[1];
      const msg = 'Input should be a valid integer, unable to parse string as an integer';
      throw new ValidationError({ type: 'int_parsing', loc: ['body', 'source_id'], msg, input });
    });
  },
};

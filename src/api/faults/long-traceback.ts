import { answerInstead, isMute } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

const frame = (number: number): string =>
  '  File "/usr/local/lib/python3.12/site-packages/starlette/middleware/base.py", line ' +
  `${100 + number}, in call\n` +
  '    await self.app(scope, receive, send)\n';

export const longTraceback: Fault = {
  summary: 'Every mute is answered 500 with a traceback of 3.4 KB, whose last line says what happened.',
  arrange(_patient, app) {
    const frames = Array.from({ length: 24 }, (_value, index) => frame(index)).join('');
    const exception = "AttributeError: 'NoneType' object has no attribute 'muted_sources'";
    const text = `Traceback (most recent call last):\n${frames}${exception}\n`;
    answerInstead(app, isMute, () => ({ status: 500, type: 'text/plain; charset=utf-8', text }));
  },
};

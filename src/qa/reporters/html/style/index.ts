import { cards } from './cards.ts';
import { colours } from './colours.ts';
import { drawings } from './drawings.ts';
import { page } from './page.ts';
import { print } from './print.ts';
import { requests } from './requests.ts';

/** One sheet for screen and paper: system fonts, few colours, and no text that leaves its box. */
export const style = [colours, page, cards, drawings, requests, print].join('');

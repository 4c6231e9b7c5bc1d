import { STATUS_CODES } from 'node:http';
import type { Canned } from './instead.ts';

const html = 'text/html; charset=UTF-8';

/** Whoever stands in front of the application and answers for it, by the name of the fault's setting. */
export const gatewayPages = {
  'nginx-502': () => nginx(502),
  'nginx-504': () => nginx(504),
  'alb-503': loadBalancer,
  'cloudflare-520': () => cloudflare(520, 'Web server is returning an unknown error'),
  'cloudflare-522': () => cloudflare(522, 'Connection timed out'),
  'cloudflare-challenge': challenge,
} as const satisfies Record<string, () => Canned>;

export type GatewayPage = keyof typeof gatewayPages;

function nginx(status: number): Canned {
  const title = `${status} ${STATUS_CODES[status]}`;
  return {
    status,
    type: 'text/html',
    headers: { server: 'nginx/1.27.3' },
    text:
      `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
      '<hr><center>nginx/1.27.3</center>\r\n</body>\r\n</html>\r\n',
  };
}

function loadBalancer(): Canned {
  const title = '503 Service Temporarily Unavailable';
  return {
    status: 503,
    type: 'text/html',
    headers: { server: 'awselb/2.0' },
    text:
      `<html>\r\n<head><title>${title}</title></head>\r\n` +
      `<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
  };
}

function cloudflare(status: number, reason: string): Canned {
  return {
    status,
    type: html,
    headers: { server: 'cloudflare', 'cf-ray': '9a5d4c3b2a190807-CDG', 'cache-control': 'private, no-store' },
    text: page(
      `api.example.com | ${status}: ${reason}`,
      `<h1>${reason} <span>Error code ${status}</span></h1><p>The web server reported an error. ` +
        'Cloudflare Ray ID: <strong>9a5d4c3b2a190807</strong></p>',
    ),
  };
}

function challenge(): Canned {
  return {
    status: 403,
    type: html,
    headers: { server: 'cloudflare', 'cf-ray': '9a5d4c3b2a190807-CDG', 'cf-mitigated': 'challenge' },
    text: page(
      'Just a moment...',
      '<noscript>Enable JavaScript and cookies to continue</noscript>' +
        '<script src="/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1"></script>',
    ),
  };
}

/** An answer of this status with a web page that does not tell which software made it. */
export function barePage(status: number): Canned {
  const title = `${status} ${STATUS_CODES[status]}`;
  return { status, type: html, text: page(title, `<h1>${title}</h1>`) };
}

/** What a single-page application serves on every path that it does not know. */
export function singlePage(): Canned {
  const text = page(
    'Facteur',
    '<div id="root"></div><script type="module" src="/assets/index-4f1c.js"></script>',
  );
  return {
    status: 200,
    type: html,
    text,
    headers: { server: 'Vercel', 'cache-control': 'public, max-age=0' },
  };
}

function page(title: string, body: string): string {
  return (
    `<!DOCTYPE html>\n<html ` +
    `lang="en">\n<head><title>${title}</title></head>\n<body>${body}</body>\n</html>\n`
  );
}

/** Railway's edge, where no application of that host runs, or none answers. */
export const railwayEdge = {
  'railway-404': () => edge(404, 'Application not found', { 'x-railway-fallback': 'true' }),
  'railway-502': () => edge(502, 'Application failed to respond', {}),
} as const satisfies Record<string, () => Canned>;

function edge(status: number, message: string, headers: Record<string, string>): Canned {
  const request_id = 'pH9xWz2dQf6k3VbN_1794';
  return {
    status,
    type: 'application/json',
    headers: { server: 'railway-edge', 'x-railway-request-id': request_id, ...headers },
    text: JSON.stringify({ status: 'error', code: status, message, request_id }),
  };
}

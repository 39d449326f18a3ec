/** An identity provider: a page on which people say who they are, and tokens that say so after them. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');

interface Login {
  client: string;
  returnTo: string;
  challenge: string;
  nonce: string;
  who: string;
}

export class Issuer {
  private readonly logins = new Map<string, Login>();
  private constructor(private readonly server: Server) {}

  /** As another site than the product's, whose pages are at 127.0.0.1. */
  static async start(): Promise<Issuer> {
    const server = createServer();
    await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
    const issuer = new Issuer(server);
    server.on('request', (request, answer) => void issuer.answer(request, answer));
    return issuer;
  }

  get address(): string {
    return `http://localhost:${(this.server.address() as { port: number }).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private async answer(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.address);
    const json = (body: object, status = 200): unknown =>
      answer.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/.well-known/openid-configuration') {
      json({
        issuer: this.address,
        jwks_uri: `${this.address}/keys`,
        authorization_endpoint: `${this.address}/authorize`,
        token_endpoint: `${this.address}/token`,
      });
    } else if (url.pathname === '/keys') {
      json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] });
    } else if (url.pathname === '/authorize') {
      answer.writeHead(200, { 'Content-Type': 'text/html' }).end(this.page(url.searchParams));
    } else if (url.pathname === '/token') {
      const token = this.exchange(new URLSearchParams(await body(request)));
      json(token ? { id_token: token } : { error: 'invalid_grant' }, token ? 200 : 400);
    } else {
      answer.writeHead(404).end();
    }
  }

  private page(asked: URLSearchParams): string {
    const links = ['ops', 'somebody else'].map((who) => {
      const code = randomBytes(16).toString('hex');
      this.logins.set(code, {
        client: asked.get('client_id')!,
        returnTo: asked.get('redirect_uri')!,
        challenge: asked.get('code_challenge')!,
        nonce: asked.get('nonce')!,
        who,
      });
      const back = new URL(asked.get('redirect_uri')!);
      back.searchParams.set('state', asked.get('state')!);
      back.searchParams.set('code', code);
      return `<p><a href="${back.href.replaceAll('&', '&amp;')}">I am ${who}</a>`;
    });
    return `<!doctype html><link rel=icon href="data:,"><title>Provider</title><h1>Who are you?</h1>${links.join('')}`;
  }

  private exchange(form: URLSearchParams): string | null {
    const login = this.logins.get(form.get('code') ?? '');
    this.logins.delete(form.get('code') ?? '');
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (login?.challenge !== challenge || login.returnTo !== form.get('redirect_uri')) return null;
    const now = Math.floor(Date.now() / 1000);
    const { client, who, nonce } = login;
    const claims = { iss: this.address, aud: client, sub: who, nonce, iat: now, exp: now + 300 };
    const signed = `${part({ typ: 'JWT', alg: 'ES256', kid: 'one' })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }
}

async function body(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

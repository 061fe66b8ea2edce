/**
 * Serves the explorer's page on this machine alone. Other pages must not reach it, whatever name they resolve to this
 * address (DNS rebinding): host and origin have to be its own, data need a token that only its opener has, and nothing
 * beyond the files listed at the start exists. Nothing is written.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, relative, sep } from 'node:path'
import { CONTENT_POLICY, type ExplorerData } from './explorer-data.ts'

const TYPES: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

export const TOKEN_HEADER = 'x-xiaojin-token'

/** Sent with everything; the page is cross-origin isolated, and nobody may embed it. */
const HEADERS: { readonly [name: string]: string } = {
  'content-security-policy': `${CONTENT_POLICY}; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

interface Listed {
  readonly type: string
  readonly body: Uint8Array
  /** Whether it is asked for with the token alone. */
  readonly isData: boolean
}

export interface ExplorerServer {
  /** With the token, behind the #. */
  readonly address: string
  readonly token: string
  readonly port: number
  readonly close: () => Promise<void>
}

/** Every file of the page by its path; data of the page are put in their place. */
function listedFiles(folder: string, data: ExplorerData): ReadonlyMap<string, Listed> {
  const files = new Map<string, Listed>()
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name)
    const path = `/${relative(folder, file).split(sep).join('/')}`
    const type = TYPES[extname(file)]
    if (type !== undefined && extname(file) !== '.json')
      files.set(path, { type, body: readFileSync(file), isData: false })
  }
  const page = files.get('/index.html')
  if (page !== undefined) files.set('/', page)
  for (const [path, value] of Object.entries(data))
    files.set(`/${path}`, { type: TYPES['.json'], body: Buffer.from(JSON.stringify(value)), isData: true })
  return files
}

function isSame(given: string | undefined, token: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(token)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Why a request is refused, as a status; 200 where it is not. */
export function statusOf(
  request: Pick<IncomingMessage, 'method' | 'headers' | 'url'>,
  files: ReadonlyMap<string, Pick<Listed, 'isData'>>,
  port: number,
  token: string,
): number {
  const { host, origin } = request.headers
  const own = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (host === undefined || !own.includes(host)) return 403
  if (origin !== undefined && !own.some((name) => origin === `http://${name}`)) return 403
  if (request.method !== 'GET' && request.method !== 'HEAD') return 405
  // By the very name: no path is resolved, so none can lead elsewhere.
  const file = files.get(pathOf(request.url))
  if (file === undefined) return 404
  const given = request.headers[TOKEN_HEADER]
  return file.isData && !isSame(typeof given === 'string' ? given : undefined, token) ? 403 : 200
}

/** The path of a request as the files are listed, whose names may be in Chinese; empty where it is no text. */
function pathOf(url: string = ''): string {
  try {
    return decodeURIComponent(url.replace(/\?.*$/s, ''))
  } catch {
    return ''
  }
}

export async function serveExplorer(folder: string, data: ExplorerData): Promise<ExplorerServer> {
  const files = listedFiles(folder, data)
  const token = randomBytes(24).toString('base64url')
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const status = statusOf(request, files, port, token)
    const file = status === 200 ? files.get(pathOf(request.url)) : undefined
    const body = file?.body ?? Buffer.from(`${status}\n`)
    const about = { 'content-type': file?.type ?? TYPES['.txt'], 'content-length': body.length }
    response.writeHead(status, { ...HEADERS, ...about })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  const server: Server = createServer(answer)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.address() as AddressInfo
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.closeAllConnections()
      server.close(() => closed())
    })
  return { address: `http://127.0.0.1:${port}/#token=${token}`, token, port, close }
}

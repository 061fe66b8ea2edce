/**
 * A worker of the page: lives runs, one after another, by the protocol of Node's threads; or helps another that does, where
 * the page has shared memory. It outlives a run, and so does what the browser has compiled of it.
 */
import type { Executor } from '../market/tick.ts'
import { serveSimulation } from '../run/protocol.ts'
import { createHelper, type HelperAnswer, type HelperRequest, teamOf } from '../run/team.ts'
import type { Post, Wire } from './crew.ts'

/** Who sleeps for an answer is given it in shared memory, as text: its length, and its bytes. */
const HEAD_BYTES = 4

/** JSON, with numbers that it has no words for. */
function textOf(answer: HelperAnswer): string {
  const isRare = (value: unknown): boolean =>
    typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
  return JSON.stringify(answer, (_, value) =>
    isRare(value) ? { rare: Object.is(value, -0) ? '-0' : String(value) } : value,
  )
}

/** Numbers without words are rare, and looking for them takes longer than all else. */
const answerIn = (text: string): HelperAnswer =>
  text.includes('{"rare":')
    ? JSON.parse(text, (_, value) => (value?.rare === undefined ? value : Number(value.rare)))
    : JSON.parse(text)

function write(room: SharedArrayBuffer, answer: HelperAnswer): void {
  const bytes = new TextEncoder().encode(textOf(answer))
  if (room.byteLength < HEAD_BYTES + bytes.length) room.grow(HEAD_BYTES + bytes.length)
  new Uint32Array(room, 0, 1)[0] = bytes.length
  new Uint8Array(room, HEAD_BYTES).set(bytes)
}

function read(room: SharedArrayBuffer): HelperAnswer {
  // Decoders of some browsers take no shared memory.
  const bytes = new Uint8Array(room, HEAD_BYTES, new Uint32Array(room, 0, 1)[0]).slice()
  return answerIn(new TextDecoder().decode(bytes))
}

const linkOf = ({ port, room }: Wire) => ({
  ask: (request: HelperRequest) => port.postMessage(request),
  answer: () => read(room),
})

let executor: Executor | undefined
let latest: MessagePort | undefined

/** Lives the run that is asked for at this port; nobody waits for the one before. */
function serve(port: MessagePort, isAlone: boolean): void {
  latest?.close()
  latest = port
  const options = isAlone || executor === undefined ? {} : { executor }
  const reply = serveSimulation((answer, moved = []) => port.postMessage(answer, moved), options)
  port.onmessage = ({ data }) => reply(data)
}

function help(control: Int32Array, { port, room }: Wire): void {
  const reply = createHelper(control, (answer) => write(room, answer))
  port.onmessage = ({ data }) => reply(data)
}

addEventListener('message', ({ data: post }: MessageEvent<Post>) => {
  if (post.kind === 'lead') executor = teamOf(post.control, post.wires.map(linkOf), { patienceMs: post.patienceMs })
  else if (post.kind === 'help') help(post.control, post.wire)
  else serve(post.port, post.isAlone)
})

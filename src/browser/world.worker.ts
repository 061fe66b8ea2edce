/** A simulation in a worker of the page: the same protocol as in a thread of Node. */
import { type SimulationRequest, serveSimulation } from '../run/protocol.ts'

const serve = serveSimulation((answer) => postMessage(answer))
addEventListener('message', ({ data }: MessageEvent<SimulationRequest>) => serve(data))

/** File calls that fail on purpose: the n-th call of a command, in one of five ways. */
import fs from 'node:fs'
import type { FileCalls } from '../../src/node/files.ts'

/**
 * short: the system takes half of the bytes. ENOSPC: the disk is full from this call on. EIO: this call fails. torn: it
 * does its work, a write half of it, and reports failure. kill: the process is gone before this call.
 */
export const FAULTS = ['short', 'ENOSPC', 'EIO', 'torn', 'kill'] as const
export type Fault = (typeof FAULTS)[number]

type Name = keyof FileCalls

const MAKES: ReadonlySet<Name> = new Set(['openSync', 'writeSync', 'mkdirSync', 'linkSync', 'renameSync'])
const CHANGES: ReadonlySet<Name> = new Set([...MAKES, 'unlinkSync', 'rmdirSync', 'fsyncSync', 'closeSync'])

/** Thrown by every call of a process that is no more. */
export class Killed extends Error {}

/** Whether a fault can strike a call. */
export function strikes(fault: Fault, name: Name): boolean {
  if (fault === 'short') return name === 'writeSync'
  if (fault === 'ENOSPC') return MAKES.has(name)
  return fault === 'torn' ? CHANGES.has(name) : true
}

function failure(code: 'ENOSPC' | 'EIO', name: Name): Error {
  return Object.assign(new Error(`${code}: made to fail, ${name}`), { code, syscall: name.replace('Sync', '') })
}

export interface FaultyFiles {
  readonly calls: FileCalls
  /** Names of all calls, in order. */
  readonly made: readonly Name[]
}

/** `at` is the call that is struck, from 0; none without a fault. */
export function faultyFiles(fault: Fault | null, at: number): FaultyFiles {
  const made: Name[] = []
  let [full, dead] = [false, false]
  const wrapped = (name: Name): unknown => {
    const real = fs[name] as (...args: unknown[]) => unknown
    return (...args: unknown[]): unknown => {
      const struck = fault !== null && made.length === at
      made.push(name)
      if (struck && fault === 'kill') dead = true
      if (dead) throw new Killed()
      if (struck && fault === 'ENOSPC') full = true
      // What exists can be read and removed on a full disk.
      if (full && MAKES.has(name) && !(name === 'openSync' && args[1] === 'r') && name !== 'renameSync') {
        throw failure('ENOSPC', name)
      }
      if (!struck || fault === 'ENOSPC') return real(...args)
      if (name === 'writeSync' && fault !== 'EIO') {
        const [handle, bytes, offset, length] = args as [number, Uint8Array, number, number]
        const written = fs.writeSync(handle, bytes, offset, Math.ceil(length / 2))
        if (fault === 'short') return written
      } else if (fault === 'torn' || name === 'closeSync') {
        // A handle that could not be closed is closed all the same.
        real(...args)
      }
      throw failure('EIO', name)
    }
  }
  const names = Object.keys({
    closeSync: 0,
    fsyncSync: 0,
    linkSync: 0,
    lstatSync: 0,
    mkdirSync: 0,
    openSync: 0,
    readFileSync: 0,
    readdirSync: 0,
    renameSync: 0,
    rmdirSync: 0,
    unlinkSync: 0,
    writeSync: 0,
  } satisfies { [name in Name]: 0 }) as Name[]
  const calls = Object.fromEntries(names.map((name) => [name, wrapped(name)])) as unknown as FileCalls
  return { calls, made }
}

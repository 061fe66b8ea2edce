/** What names this process among all that may share a disk, and whether another one still runs. */
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

export interface ProcessIdentity {
  readonly host: string
  /** Distinguishes machines and containers of one host name; empty where the system does not tell. */
  readonly machine: string
  readonly pid: number
  /** When the process began, in the system's own count; empty where the system does not tell. A pid is used again. */
  readonly started: string
}

function quietly(read: () => string): string {
  try {
    return read()
  } catch {
    return ''
  }
}

/** Field 22 of /proc/PID/stat with the boot it counts from; the name of the program, field 2, may hold anything. */
function startOf(pid: number): string {
  const ticks = quietly(() => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  })
  return ticks === '' ? '' : `${quietly(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim())}:${ticks}`
}

function machineOf(): string {
  const parts = [
    quietly(() => readFileSync('/etc/machine-id', 'utf8').trim()),
    quietly(() => readlinkSync('/proc/self/ns/pid')),
  ]
  return parts.join('') === '' ? '' : createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 16)
}

let own: ProcessIdentity | undefined

export function thisProcess(): ProcessIdentity {
  own ??= { host: hostname(), machine: machineOf(), pid: process.pid, started: startOf(process.pid) }
  return own
}

/** False only where it is certain: of another machine nothing is known. */
export function mayRun({ host, machine, pid, started }: ProcessIdentity): boolean {
  const here = thisProcess()
  if (host !== here.host || machine !== here.machine) return true
  try {
    // Signal 0 asks and does nothing.
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it runs, under another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return started === '' || now === '' || now === started
}

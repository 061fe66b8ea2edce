import { basename, isAbsolute, relative, sep } from 'node:path'
import { portableSetting } from '../scenarios/load.ts'
import { printable } from './printable.ts'

export interface Options {
  readonly [name: string]: string | readonly string[] | boolean | undefined
}

/** What was typed, without what belongs to this machine: where files lay and where results went. */
export function commandLine(command: string, files: readonly string[], options: Options): string {
  const words = ['xiaojin', command, ...files.map(withoutPlace)]
  for (const [name, value] of Object.entries(options)) {
    if (value === true) words.push(`--${name}`)
    if (value === undefined || typeof value === 'boolean') continue
    for (const one of [value].flat()) words.push(`--${name}`, name === 'set' ? portableSetting(one) : one)
  }
  return printable(words.map(shellQuoted).join(' '))
}

function withoutPlace(typed: string): string {
  const inside = relative('.', typed)
  return isAbsolute(typed) || inside.startsWith('..') ? basename(typed) : inside.split(sep).join('/')
}

function shellQuoted(text: string): string {
  return /^[\w./=,:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A command as data: what it takes, examples of it, and what it does with what was typed. */
import type { Argv, Options, PositionalOptions } from 'yargs'
import type { Bilingual } from '../../base/vocabulary.ts'
import { UsageError } from '../failure.ts'
import { say } from '../language.ts'

/** An option or positional argument of which the handler is given a T. */
export interface Taken<T> {
  readonly about: Bilingual
  readonly form: Omit<Options, 'describe'> & { readonly isPlace?: true }
  /** The default in words. */
  readonly usual?: Bilingual
  /** What to say where it is missing. */
  readonly missing?: Bilingual
  /** Never set: carries the type. */
  readonly gives?: T
}

interface Takes {
  readonly [name: string]: Taken<unknown>
}

/** What the handler is given. */
export type Given<T extends Takes> = {
  readonly [name in keyof T]: T[name] extends Taken<infer Value> ? Value : never
}

/** What a file of this folder gives. */
export interface Command {
  readonly builder: (yargs: Argv<object>) => Argv<object>
  // biome-ignore lint/suspicious/noExplicitAny: each command has arguments of its own, and yargs checks them
  readonly handler: (args: any) => void | Promise<void>
}

/** A text that is given once; without a default, undefined. yargs gives a list where it is typed twice: ask `once`. */
export function text(en: string, zh: string, form: Options = {}): Taken<string | undefined> {
  return { about: { en, zh }, form: { type: 'string', requiresArg: true, ...form } }
}

/** A text that may be repeated. */
export function texts(en: string, zh: string): Taken<string | readonly string[] | undefined> {
  return text(en, zh) as Taken<string | readonly string[] | undefined>
}

export function flag(en: string, zh: string): Taken<boolean> {
  return { about: { en, zh }, form: { type: 'boolean', default: false } }
}

/** A positional argument. */
export function place(en: string, zh: string): Taken<string> {
  return { about: { en, zh }, form: { type: 'string', demandOption: true, isPlace: true } }
}

/** One or more of them. */
export function places(en: string, zh: string): Taken<string[]> {
  return { about: { en, zh }, form: { type: 'string', demandOption: true, isPlace: true, array: true } }
}

/** None or more of them. */
export function perhapsSome(en: string, zh: string): Taken<string[] | undefined> {
  return { about: { en, zh }, form: { type: 'string', isPlace: true, array: true } }
}

/** One that may be left out. */
export function perhaps(en: string, zh: string, form: Options = {}): Taken<string | undefined> {
  return { about: { en, zh }, form: { type: 'string', isPlace: true, ...form } }
}

/** Help has `takes` in their order; examples are lines without the name of the program, told in both languages. */
export function command<T extends Takes>(
  takes: T,
  examples: readonly (readonly [line: string, en: string, zh: string])[],
  handler: (args: Given<T>) => void | Promise<void>,
): Command {
  const builder = (yargs: Argv<object>): Argv<object> => {
    for (const [name, { about, form, usual, missing }] of Object.entries(takes)) {
      const { isPlace, ...own } = form
      const told = {
        ...own,
        describe: say(about),
        ...(usual === undefined ? {} : { defaultDescription: say(usual) }),
        ...(missing === undefined ? {} : { demandOption: say(missing) }),
      }
      if (isPlace) yargs.positional(name, told as PositionalOptions)
      else yargs.option(name, told)
    }
    for (const [line, en, zh] of examples) yargs.example(`$0 ${line}`, say({ en, zh }))
    return yargs
  }
  const checked = (args: Given<T>): void | Promise<void> => {
    for (const [name, { form }] of Object.entries(takes)) refuseEmpty(form.isPlace ? name : `--${name}`, args[name])
    return handler(args)
  }
  return { builder, handler: checked }
}

/** A shell gives an empty word for a variable that is not set: no file, folder or value has such a name. */
function refuseEmpty(name: string, given: unknown): void {
  if (![given].flat().includes('')) return
  throw new UsageError({
    en: `${name}: an empty word is given. A variable of the shell may not be set.`,
    zh: `${name}：给出的是空词，可能是 shell 变量未设置。`,
  })
}

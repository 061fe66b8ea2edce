/** The language in which commands speak to the user: `--lang`, else the variable XIAOJIN_LANG, else English. */
import type { Bilingual } from '../base/vocabulary.ts'
import type { Lang } from '../scenarios/parameter.ts'

let spoken: Lang = 'en'

/** Sets the language of everything that is said from now on. */
export function speak(lang: Lang): void {
  spoken = lang
}

/** What files hold never depends on this: their language is an option that the manifest records. */
export function spokenLang(): Lang {
  return spoken
}

/** The text in the language of the user. */
export function say(text: Bilingual): string {
  return text[spoken]
}

/**
 * The language that the command line, which yargs has not read yet, or the environment asks for. What programs read
 * (--json) follows the command line alone.
 */
export function askedLang(args: readonly string[], environment: NodeJS.ProcessEnv): Lang {
  const at = args.findLastIndex((arg) => arg === '--lang' || arg.startsWith('--lang='))
  const typed = at < 0 ? undefined : args[at] === '--lang' ? args[at + 1] : args[at].slice('--lang='.length)
  return (typed ?? (args.includes('--json') ? 'en' : environment.XIAOJIN_LANG)) === 'zh' ? 'zh' : 'en'
}

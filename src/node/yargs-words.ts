/** What yargs says by itself, in Chinese; its own translation leaves much in English. */

interface Plural {
  readonly one: string
  readonly other: string
}

function plural(one: string, other: string): Plural {
  return { one, other }
}

const same = (text: string): Plural => plural(text, text)

/** Begins what yargs says of options that there are not, in both languages; the first of them follows. */
export const UNKNOWN_OPTION: RegExp = /^(?:Unknown arguments?: |没有(?:此|这些)选项或参数：)([^, ]+)/

/** Begins what yargs says where arguments are missing, in both languages. */
export const MISSING_PLACES: RegExp = /^(?:Not enough non-option arguments|参数不足)/

export const YARGS_ZH: { readonly [text: string]: string | Plural } = {
  'Commands:': '命令：',
  'Options:': '选项：',
  'Examples:': '示例：',
  'Positionals:': '参数：',
  command: '命令',
  boolean: '开关',
  count: '计数',
  string: '文本',
  number: '数值',
  array: '可多个',
  required: '必需',
  default: '默认值',
  'default:': '默认值：',
  'choices:': '可选值：',
  'aliases:': '别名：',
  'generated-value': '自动生成',
  'Not enough non-option arguments: got %s, need at least %s': same('参数不足：给出%s个，至少需要%s个'),
  'Too many non-option arguments: got %s, maximum of %s': same('参数过多：给出%s个，至多%s个'),
  'Missing argument value: %s': same('选项缺少取值：%s'),
  'Missing required argument: %s': same('缺少必需的选项：%s'),
  'Unknown argument: %s': plural('没有此选项或参数：%s', '没有这些选项或参数：%s'),
  'Unknown command: %s': plural('没有此命令：%s', '没有这些命令：%s'),
  'Invalid values:': '取值无效：',
  'Argument: %s, Given: %s, Choices: %s': '选项：%s，给出：%s，可选：%s',
  'Argument check failed: %s': '选项检查未通过：%s',
  'Implications failed:': '缺少所依赖的选项：',
  'Not enough arguments following: %s': '选项 %s 之后缺少取值',
  'Show help': '显示帮助',
  'Show version number': '显示版本号',
  'Did you mean %s?': '是否应为 %s？',
  'Arguments %s and %s are mutually exclusive': '选项 %s 与 %s 不能同时使用',
}

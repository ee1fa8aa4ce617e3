const IRREGULAR: Readonly<Record<string, string>> = {
  person: 'people',
  news: 'news',
  staff: 'staff',
  hours: 'hours',
}

/** A noun's singular and plural, told by its last word: `party lecture`, `party lectures`. Both as given where it has none. */
export function englishForms(words: string): { readonly one: string; readonly many: string } {
  const [, head = '', last = words] = /^(.*[ -])?([A-Za-z]+)$/u.exec(words) ?? []
  if (!/^[A-Za-z]{3,}$/u.test(last)) return { one: words, many: words }
  const one = singular(last)
  return { one: `${head}${one}`, many: `${head}${plural(one)}` }
}

function singular(word: string): string {
  const known = Object.entries(IRREGULAR).find(([, many]) => many === word)
  if (known !== undefined) return known[0]
  if (/[^aeiou]ies$/u.test(word)) return `${word.slice(0, -3)}y`
  if (/(?:s|x|ch|sh|z)es$/u.test(word)) return word.slice(0, -2)
  return /[^su]s$/u.test(word) ? word.slice(0, -1) : word
}

function plural(word: string): string {
  const known = IRREGULAR[word]
  if (known !== undefined) return known
  if (/[^aeiou]y$/u.test(word)) return `${word.slice(0, -1)}ies`
  if (/(?:s|x|ch|sh|z)$/u.test(word)) return `${word}es`
  return /(?:ing|education|work|sports|research|training)$/u.test(word) ? word : `${word}s`
}

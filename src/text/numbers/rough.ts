/** Words that make a number no exact one: before it (约, at least, up to), and after it (多, 左右, -ish). Lower case. */
export const roughBefore =
  /(?:约|大约|大概|差不多|近|将近|接近|超过?|逾|突破|不到|不足|不少于|不低于|不超过|不多于|至少|最多|最少|起码|好几|\b(?:about|around|round about|nearly|over|well over|just over|almost|some|approx\.?|approximately|roughly|circa|ca\.?|more than|less than|fewer than|no fewer than|no less than|no more than|not more than|at least|at most|up to|as many as|upwards of|north of|under|just under|below|above|close to|maybe|perhaps|probably|possibly|estimated|an estimated|say)|~)\s?$|(?:[<>≥≤±]|上(?=$)(?<!线上|网上|以上|晚上|早上|会上|路上))$/u
export const roughAfter =
  /^\s?(?:多|余|来|几|好几|以上|以下|以内|左右|上下|\+|[-‑]?ish(?![a-z])|or so(?![a-z])|or more(?![a-z])|or thereabouts|odd(?![a-z])|plus(?![a-z]))/u
/** As much of the text before a number as such words take. */
export const longestRough = 18

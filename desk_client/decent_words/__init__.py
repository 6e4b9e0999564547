"""Words that collecting must not use, and figures that must not be written down. Lists are data
(resources/phrases); text is read as the eye reads it, so that spacing, look-alikes, other scripts
and pinyin do not hide a word. Pure: text in, findings out, with offsets into the text as given.
`find` finds phrases, `card_data` finds card numbers and codes."""

-- What both renderers need beyond their own: the marks and margin notes of a reading page,
-- tables and figures that scroll on a phone, and a main landmark. Runs after all else.
local is_typst, is_html = FORMAT:match("typst") ~= nil, FORMAT:match("html") ~= nil
local is_docx = FORMAT:match("docx") ~= nil

-- marks differ by more than colour; in HTML their classes and briefing.css do it
local MARKS = { direct = true, indirect = true, move = true, hedge = true, booster = true, contested = true, number = true }
-- in a word processor speech has a style of its own, and the words in it are set apart by type
local TYPE = {
  move = pandoc.Strong, hedge = pandoc.Emph, contested = pandoc.SmallCaps, number = pandoc.Superscript,
  booster = function(content) return pandoc.Underline(pandoc.Emph(content)) end,
}

local function typst_around(open, content, close)
  local inlines = pandoc.List({ pandoc.RawInline("typst", open) })
  inlines:extend(content)
  inlines:insert(pandoc.RawInline("typst", close))
  return inlines
end

-- a statement, or where the briefing first cites one: links from other files lead there
local function land(inline)
  if not (is_typst and (inline.identifier:match("^s%d+$") or inline.identifier:match("%-s%d+$"))) then return inline end
  local landing = pandoc.RawInline("typst", ('#landing("%s")'):format(inline.identifier))
  inline.identifier = ""
  return { landing, inline }
end

local function mark(span)
  for _, class in ipairs(span.classes) do
    if MARKS[class] and is_typst then
      span.content = typst_around("#marked-" .. class .. "[", span.content, "]")
    elseif TYPE[class] and is_docx then
      span.content = { TYPE[class](span.content) }
    elseif MARKS[class] and is_docx then
      span.attributes["custom-style"] = "Mark " .. class
    end
  end
  span.attributes.kinds, span.attributes.who, span.attributes.show = nil, nil, nil
  return land(span)
end

-- a paragraph and its notes side by side
local function passage(div)
  if not (is_typst and div.classes:includes("passage")) then return nil end
  local last = div.content[#div.content]
  local notes = last.t == "Div" and last.classes:includes("notes") and div.content:remove() or pandoc.Div({})
  return { pandoc.RawBlock("typst", "#passage["), pandoc.Div(div.content),
    pandoc.RawBlock("typst", "]["), notes, pandoc.RawBlock("typst", "]") }
end

-- long words without a space, such as addresses, may break in a table's cell; in a PDF at a box of
-- no width, since a character for it would be copied with the text
local BREAK = is_typst and pandoc.RawInline("typst", "#box()") or pandoc.RawInline("html", "<wbr>")

local function breakable(word)
  if (utf8.len(word.text) or 0) <= 16 then return nil end
  local parted = word.text:gsub("[/._=?&-]", "%0\0"):gsub(("%w"):rep(16), "%0\0")
  local pieces = pandoc.List()
  for piece in parted:gmatch("%Z+") do
    pieces:extend({ pandoc.Str(piece), BREAK })
  end
  return pieces
end

-- what scrolls can be reached by keyboard
local function scroll(name)
  return pandoc.Attr("", { "scroll" }, { { "tabindex", "0" }, { "role", "group" }, { "aria-label", name } })
end

local function table_block(tbl)
  if is_docx then return nil end
  local broken = tbl:walk({ Str = breakable })
  return is_typst and broken or pandoc.Div(broken, scroll("Table"))
end

local function image(picture)
  local alt = picture.attributes["fig-alt"] or picture.attributes.alt
  if is_docx and alt then picture.caption = { pandoc.Str(alt) } end -- Pandoc's writer reads no other
  if not is_html then return picture end
  return pandoc.Span(picture, scroll("Figure"))
end

local function landmark(doc)
  if not is_html then return nil end
  doc.blocks:insert(1, pandoc.RawBlock("html", "<main>"))
  doc.blocks:insert(pandoc.RawBlock("html", "</main>"))
  return doc
end

-- Typst takes a dot and a letter behind a function's call for a field of what it returns
local function dotted(word)
  if not (is_typst and word.text:match("^%.[^%s%p%d]")) then return nil end
  return { pandoc.RawInline("typst", "\\."), pandoc.Str(word.text:sub(2)) }
end

local in_place = not is_html and mark or nil

return { { Span = in_place, Link = in_place, Div = passage, Table = table_block }, { Image = image, Pandoc = landmark },
  { Str = dotted } }

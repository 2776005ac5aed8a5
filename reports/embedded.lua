-- What Quarto does beyond Pandoc and our reports use, for the embedded renderer: figure and table
-- numbers, @fig- and @tbl- references, alt text, callouts. What it does not do is an error.
local NAMES = { fig = "Figure", tbl = "Table" }
local ONLY_QUARTO = { "^panel%-", "^column%-", "^content%-", "^layout", "^aside$", "^tabset" }
local CALLOUTS = { note = true, tip = true, important = true, warning = true, caution = true }
local labels = {}

local is_typst, is_html = FORMAT:match("typst") ~= nil, FORMAT:match("html") ~= nil

local function kind_of(id)
  return id:match("^(%a+)%-")
end

-- Typst numbers figures itself; the others are given the number in the caption
local function number(block, counts)
  local kind = kind_of(block.identifier)
  if not NAMES[kind] then return end
  counts[kind] = (counts[kind] or 0) + 1
  local label = NAMES[kind] .. "\u{a0}" .. counts[kind]
  labels[block.identifier] = label
  local caption = block.caption.long[1]
  if caption and not is_typst then
    caption.content:insert(1, pandoc.Str(label .. ". "))
  end
end

local function number_all(doc)
  local counts = {}
  doc.blocks = doc.blocks:walk({
    traverse = "topdown",
    Figure = function(figure) number(figure, counts) return figure, false end,
    Table = function(tbl) number(tbl, counts) return tbl, false end,
  })
  return doc
end

-- ---- what only Quarto can do, cell by cell

local function refuse(where, what)
  error(("%s: the embedded renderer can't do %s; Quarto may"):format(where, what), 0)
end

local function check_block(where)
  return function(block)
    for _, class in ipairs(block.classes) do
      for _, pattern in ipairs(ONLY_QUARTO) do
        if class:match(pattern) then refuse(where, "a block of class ." .. class) end
      end
      local callout = class:match("^callout%-(.*)$")
      if callout and not CALLOUTS[callout] then refuse(where, "a block of class ." .. class) end
    end
    for name in pairs(block.attributes) do
      if name:match("^layout") then refuse(where, "the attribute " .. name) end
    end
    if block.t == "Div" and NAMES[kind_of(block.identifier) or ""] then
      refuse(where, "a block labelled " .. block.identifier)
    end
  end
end

local function check_raw(where)
  return function(raw)
    local is_comment = raw.text:match("^%s*<!%-%-")
    if raw.format == "html" and not is_html and not is_comment then
      refuse(where, "HTML (" .. raw.text:sub(1, 40) .. ") in this format")
    end
  end
end

local function check_reference(where)
  return function(cite)
    local id = cite.citations[1].id
    if not NAMES[kind_of(id) or ""] then refuse(where, "the reference @" .. id) end
    if not labels[id] then error(where .. ": no figure or table is labelled " .. id, 0) end
  end
end

local function check_cell(cell)
  local where = cell.attributes.where
  local raw, block = check_raw(where), check_block(where)
  cell.content:walk({
    RawBlock = raw, RawInline = raw, Div = block, Span = block, Header = block,
    Cite = check_reference(where),
    Image = function(image)
      if image.src:match("^%a+://") then refuse(where, "an image from the network (" .. image.src .. ")") end
    end,
  })
  return cell.content
end

local function check(doc)
  doc.blocks = doc.blocks:walk({
    Div = function(div)
      if div.classes:includes("demarche-cell") then return check_cell(div) end
    end,
  })
  return doc
end

-- ---- what it does as Quarto does

local function alt_text(image)
  local alt = image.attributes["fig-alt"] or pandoc.utils.stringify(image.caption)
  if is_typst then -- Pandoc's own writer leaves alt text out
    local quoted = alt:gsub("[\\\"]", "\\%0")
    return pandoc.RawInline("typst", ('#image("%s", width: 100%%, alt: "%s")'):format(image.src, quoted))
  end
  image.attributes.alt = alt
  image.attributes["fig-alt"] = nil
  return image
end

local function refer(cite)
  local id = cite.citations[1].id
  return labels[id] and pandoc.Link(labels[id], "#" .. id)
end

local function callout(div)
  local kind = div.classes:find_if(function(class) return class:match("^callout%-") end)
  if not kind then return nil end
  local title = div.attributes.title or kind:gsub("^callout%-", ""):gsub("^%l", string.upper)
  div.attributes.title = nil
  if is_typst then
    return { pandoc.RawBlock("typst", "#note-block["), pandoc.Para(pandoc.Strong(title)),
      pandoc.Div(div.content), pandoc.RawBlock("typst", "]") }
  end
  div.content:insert(1, pandoc.Div(pandoc.Para(title), pandoc.Attr("", { "callout-title" })))
  div.classes:insert(1, "callout")
  return div
end

return { { Pandoc = number_all }, { Pandoc = check }, { Image = alt_text, Cite = refer, Div = callout } }

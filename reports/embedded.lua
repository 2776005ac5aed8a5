-- What Quarto does beyond Pandoc and our reports use, for the embedded renderer:
-- figure and table numbers, @fig- and @tbl- references, alt text, callouts.
local NAMES = { fig = "Figure", tbl = "Table" }
local labels = {}

local is_typst = FORMAT:match("typst") ~= nil

local function kind_of(id)
  return id:match("^(%a+)%-")
end

-- Typst numbers figures itself; HTML is given the number in the caption
local function number(block, counts)
  local kind = kind_of(block.identifier)
  if not NAMES[kind] then return end
  counts[kind] = (counts[kind] or 0) + 1
  local label = NAMES[kind] .. " " .. counts[kind]
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
  if not NAMES[kind_of(id) or ""] then return nil end
  if not labels[id] then error("no figure or table is labelled " .. id, 0) end
  return pandoc.Link(labels[id], "#" .. id)
end

local function callout(div)
  local kind = div.classes:find_if(function(class) return class:match("^callout%-") end)
  if not kind then return nil end
  local title = div.attributes.title or kind:gsub("^callout%-", ""):gsub("^%l", string.upper)
  div.attributes.title = nil
  if is_typst then
    return { pandoc.RawBlock("typst", "#block(fill: rgb(\"#f2f5f8\"), stroke: (left: 2pt + rgb(\"#14508c\")), inset: 8pt, width: 100%)["),
      pandoc.Para(pandoc.Strong(title)), pandoc.Div(div.content), pandoc.RawBlock("typst", "]") }
  end
  div.content:insert(1, pandoc.Div(pandoc.Para(title), pandoc.Attr("", { "callout-title" })))
  div.classes:insert(1, "callout")
  return div
end

return { { Pandoc = number_all }, { Image = alt_text, Cite = refer, Div = callout } }

-- A reading page's marks as a notebook shows them, where several stand on one page and none beside
-- a briefing: without anchors, and without the links that lead to them.
local function plain(element)
  element.identifier = ""
  return element
end

-- pages that take styles away keep the type
local TYPE = { { "move", pandoc.Strong }, { "hedge", pandoc.Emph }, { "booster", pandoc.Emph }, { "contested", pandoc.Underline } }

local function mark(span)
  for _, kind in ipairs(TYPE) do
    local class, type = kind[1], kind[2]
    if span.classes:includes(class) then span.content = { type(span.content) } end
  end
  span.attributes.kinds, span.attributes.who, span.attributes.show = nil, nil, nil
  return plain(span)
end

local function link(found)
  if found.classes:includes("back") then return {} end
  if found.target:sub(1, 1) == "#" then return pandoc.Span(found.content, pandoc.Attr("", found.classes)) end
end

return { { Link = link, Span = mark, Div = plain, Header = plain } }

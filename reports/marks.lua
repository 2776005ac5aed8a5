-- The marks of a reading page, for Typst; in HTML their classes and briefing.css do it.
local MARKS = { direct = true, indirect = true, who = true, number = true }

function Span(span)
  if not FORMAT:match("typst") then return nil end
  for _, class in ipairs(span.classes) do
    if MARKS[class] then
      local inlines = pandoc.List({ pandoc.RawInline("typst", "#marked-" .. class .. "[") })
      inlines:extend(span.content)
      inlines:insert(pandoc.RawInline("typst", "]"))
      span.content = inlines
    end
  end
  return span
end

"""Makes samples/office/系统模板.xlsx, a template as a reporting system hands one out (needs openpyxl).

What the tests need of it: two tables on sheets of their own with labels in another order, a title in
merged cells, a column that no mapping knows, one that a formula computes, lists as a literal, by a
defined name, on a hidden sheet through the 2010 extension (x14, which openpyxl cannot write: put in
afterwards), and by INDIRECT; a date format, column widths, conditional formats.
"""
import re
import zipfile

from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

wb = Workbook()
notes = wb.active
notes.title = "填写说明"
notes["A1"] = "请勿改动表头。"
lists = wb.create_sheet("lists")
lists.sheet_state = "hidden"
for row, text in enumerate(["大数据", "人工智能", "新材料", "其它技术领域"], 1):
    lists.cell(row, 1, text)
for row, text in enumerate(["英国(GBR)", "美国(USA)", "日本(JPN)", "中国香港(HKG)"], 1):
    lists.cell(row, 2, text)
wb.defined_names["国家"] = DefinedName("国家", attr_text="lists!$B$1:$B$4")

projects = wb.create_sheet("合作研究项目")
projects["A1"] = "国际科技合作研究项目情况"
projects.merge_cells("A1:J1")
heads = ["序号", "二级单位名称", "项目名称", "类型", "技术领域", "外方所在国家（地区）", "中方经费", "外方经费", "经费总额", "审核意见"]
for column, head in enumerate(heads, 1):
    cell = projects.cell(2, column, head)
    cell.font = Font(bold=True)
projects.column_dimensions["C"].width = 41.5
for row in range(3, 6):
    for column in range(1, 11):
        projects.cell(row, column).fill = PatternFill("solid", fgColor="00EEF5FF")
    projects.cell(row, 9, f"=G{row}+H{row}")
kind = DataValidation(type="list", formula1='"研究类,交流类"', allow_blank=True)
kind.add("D3:D500")
country = DataValidation(type="list", formula1="国家", allow_blank=True)
country.add("F3:F500")
projects.add_data_validation(kind)
projects.add_data_validation(country)
projects.conditional_formatting.add("G3:H500", CellIsRule(operator="lessThan", formula=["0"], font=Font(color="00FF0000")))

members = wb.create_sheet("参加国际组织")
heads = ["国际组织名称", "技术领域", "参加日期", "会员类别", "参加单位（或个人）名称", "组织类型"]
for column, head in enumerate(heads, 1):
    members.cell(1, column, head)
for row in range(2, 4):
    members.cell(row, 3).number_format = "yyyy-mm-dd"
indirect = DataValidation(type="list", formula1="INDIRECT($A2)")
indirect.add("D2:D100")
members.add_data_validation(indirect)
OUT = "../../samples/office/系统模板.xlsx"
wb.save(OUT)

X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>lists!$A$1:$A$4</xm:f></x14:formula1>'
    "<xm:sqref>E3:E500</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
with zipfile.ZipFile(OUT) as old:
    parts = [(name, old.read(name)) for name in old.namelist()]
with zipfile.ZipFile(OUT, "w", zipfile.ZIP_DEFLATED) as new:
    for name, data in parts:
        if name == "xl/worksheets/sheet3.xml":
            data = re.sub(b"</worksheet>$", X14.encode() + b"</worksheet>", data)
        if name == "docProps/core.xml":
            data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2025-01-01T00:00:00Z", data)
        new.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)

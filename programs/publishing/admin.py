from django.contrib import admin

from programs.catalog.models import Extension
from programs.publishing.admin_extensions import ExtensionAdmin
from programs.publishing.admin_guide import GuideAdmin
from programs.publishing.admin_orders import OrderAdmin
from programs.publishing.models import Guide, Order

admin.site.register(Guide, GuideAdmin)
admin.site.register(Order, OrderAdmin)
admin.site.register(Extension, ExtensionAdmin)

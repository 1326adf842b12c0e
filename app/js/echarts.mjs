// What the plots of Rollcall need of ECharts, and nothing else, as the global that `charming` calls.
import { init, registerTheme, use } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

globalThis.echarts = { init, registerTheme };

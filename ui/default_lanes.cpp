#include "ui/default_lanes.h"

namespace mixlens::ui {

std::vector<Lane> defaultLanes()
{
    return {{.title = "Attention", .model = "tiny-attention", .mixers = {}, .settings = {}},
            {.title = "FNet", .model = "tiny-fnet", .mixers = {}, .settings = {}},
            {.title = "Hybrid", .model = "tiny-hybrid", .mixers = {}, .settings = {}},
            {.title = "Optical (simulated)", .model = "tiny-fnet", .mixers = {"optical"}, .settings = {}}};
}

} // namespace mixlens::ui

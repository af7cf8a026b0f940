# cmake -DROOT=<source dir> -P layering.cmake
# core ← ui ← app, a ladder of folders inside core, and each library behind one door.
set(failed FALSE)

function(forbid pattern why)
    file(GLOB_RECURSE files ${ARGN})
    foreach(file IN LISTS files)
        file(STRINGS ${file} lines REGEX "^ *# *include *[<\"](${pattern})")
        foreach(line IN LISTS lines)
            message(SEND_ERROR "${file}: ${line}\n  ${why}")
        endforeach()
    endforeach()
endfunction()

forbid("Q|ui/|app/" "core knows neither Qt nor the interface" ${ROOT}/core/*.h ${ROOT}/core/*.cpp)
forbid("app/" "the interface does not know the app" ${ROOT}/ui/*.h ${ROOT}/ui/*.cpp)
forbid("Eigen|fftw3|nlohmann|utf8proc" "a library stays out of headers" ${ROOT}/core/*.h ${ROOT}/ui/*.h ${ROOT}/app/*.h)
forbid("Eigen|fftw3" "numerics belong to core" ${ROOT}/ui/*.cpp ${ROOT}/app/*.cpp)
forbid("core/kernels|core/math/fft|core/nn" "the interface computes nothing" ${ROOT}/ui/*.h ${ROOT}/ui/*.cpp)
forbid("\\.\\./" "an include names its layer, never a way up" ${ROOT}/core/* ${ROOT}/ui/* ${ROOT}/app/*)

# Statistics with a bootstrap or a test behind them are asked for at the worker's door.
file(GLOB_RECURSE files ${ROOT}/ui/*.h ${ROOT}/ui/*.cpp)
foreach(file IN LISTS files)
    file(STRINGS ${file} lines
         REGEX "(findCrossover|growthExponent|fitGrowth|mannWhitney|pairedRatio|summarise|summariseBench|compareBenchResults) *\\(")
    foreach(line IN LISTS lines)
        message(SEND_ERROR "${file}: ${line}\n  the interface computes nothing")
    endforeach()
endforeach()

# The ladder: a folder of core uses only those before it.
set(ladder base kernels math text nn optics mixing model analysis bench experiment engine)
set(above ${ladder})
foreach(folder IN LISTS ladder)
    list(REMOVE_ITEM above ${folder})
    foreach(higher IN LISTS above)
        forbid("core/${higher}/" "core/${folder} comes before core/${higher}" ${ROOT}/core/${folder}/*.h ${ROOT}/core/${folder}/*.cpp)
    endforeach()
endforeach()

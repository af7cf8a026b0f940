# cmake -DNM=nm -DOBJECTS=a;b;c -P kernels_share_nothing.cmake
# An inline function that two of the kernel objects define is kept once by the linker, compiled for whichever
# instruction set came first; on an older processor it would crash. So they may share no weak symbol.
list(LENGTH OBJECTS count)
if(count LESS 3)
    message(FATAL_ERROR "expected an object for each instruction set, got ${count}")
endif()
foreach(object IN LISTS OBJECTS)
    execute_process(COMMAND ${NM} -C --defined-only ${object} OUTPUT_VARIABLE symbols RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${NM} cannot read ${object}")
    endif()
    string(REGEX MATCHALL "[^\n]+" lines "${symbols}")
    foreach(line IN LISTS lines)
        if(line MATCHES "^[0-9a-f]* [WVu] " AND NOT line MATCHES "Eigen_[a-z0-9]+::|DW\\.ref\\.")
            message(SEND_ERROR "${object} defines a symbol which other objects may define too: ${line}")
        endif()
    endforeach()
endforeach()

// The wrapper lets other threads run while the library works. Around these it must not: the first two
// touch Python's own objects, and the rest are done before another thread could begin.
%feature("nothread") std::vector<unsigned char>::copy_to_bytearray;
%feature("nothread") std::vector<unsigned char>::assign_from_bytes;
%feature("nothread") std::vector<unsigned char>::size;
%feature("nothread") std::vector<unsigned char>::resize;
%feature("nothread") std::vector<unsigned char>::clear;
%feature("nothread") pj::MediaFrame::buf;
%feature("nothread") pj::MediaFrame::size;
%feature("nothread") pj::MediaFrame::type;

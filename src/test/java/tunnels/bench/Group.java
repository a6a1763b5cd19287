package tunnels.bench;

/** Measurements that belong together, and are asked for by name. */
interface Group {

  String name();

  void measure(Options options, Report report) throws Exception;
}

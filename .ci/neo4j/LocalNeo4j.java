import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Runs Neo4j Community in this process until the process is ended, with Bolt on loopback only.
 *
 * <p>Arguments: the folder of the data, the port, then any number of Neo4j's own settings as name=value. The user neo4j
 * has the password in the environment variable NEO4J_PASSWORD; without one, nobody is asked who they are. Prints "ready"
 * once queries are answered.
 */
public final class LocalNeo4j {
    private static final long STARTING_MILLIS = 120_000;

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath().normalize());
        int port = Integer.parseInt(arguments[1]);
        String password = System.getenv().getOrDefault("NEO4J_PASSWORD", "");

        List<String> settings = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        settings.add("server.bolt.enabled=true");
        settings.add("server.bolt.listen_address=127.0.0.1:" + port);
        settings.add("server.bolt.advertised_address=127.0.0.1:" + port);
        settings.add("dbms.security.auth_enabled=" + !password.isEmpty());
        settings.add("dbms.usage_report.enabled=false");

        DatabaseManagementService server = new DatabaseManagementServiceBuilder(folder)
                .loadPropertiesFromFile(Files.write(folder.resolve("neo4j.conf"), settings))
                .build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
        if (!server.database("neo4j").isAvailable(STARTING_MILLIS)) {
            System.err.println("The database in " + folder + " did not start; see logs/debug.log there.");
            System.exit(1);
        }
        if (!password.isEmpty()) {
            server.database("system").executeTransactionally(
                    "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED", Map.of("password", password));
        }
        new Socket("127.0.0.1", port).close();
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
